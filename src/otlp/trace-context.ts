/** A span that others can be children of (https://www.w3.org/TR/trace-context/#traceparent-header). Ids are hexadecimal. */
export interface TraceContext {
  readonly traceId: string
  readonly spanId: string
}

/** The label of a run that has the `TRACEPARENT` under which it was recorded. */
export const TRACEPARENT_LABEL = 'traceparent'

/** Reads a `traceparent`. @returns undefined if it is none */
export function parseTraceparent(text: string | undefined): TraceContext | undefined {
  const [, version, traceId, spanId, rest] =
    /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-[\da-f]{2}(-.*)?$/.exec(text ?? '') ?? []
  if (!traceId || !spanId || version === 'ff' || (version === '00' && rest !== undefined)) return undefined
  return /^0+$/.test(traceId) || /^0+$/.test(spanId) ? undefined : { traceId, spanId }
}

/** Writes a `traceparent` of a sampled span. */
export const printTraceparent = ({ traceId, spanId }: TraceContext): string => `00-${traceId}-${spanId}-01`
