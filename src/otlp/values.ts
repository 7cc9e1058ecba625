/** A value of an attribute as OTLP/JSON writes it: 64-bit integers are text (opentelemetry/proto/common/v1/common.proto). */
export type AnyValue =
  | { readonly stringValue: string }
  | { readonly intValue: string }
  | { readonly doubleValue: number }

export interface KeyValue {
  readonly key: string
  readonly value: AnyValue
}

/** A figure with a fraction. */
export interface Fraction {
  readonly fraction: number
}

/** Attributes from names and values; an undefined one is left out. A number is an integer unless it is a `Fraction`. */
export function attributesOf(
  values: Readonly<Record<string, string | number | Fraction | undefined>>,
): KeyValue[] {
  const attributes: KeyValue[] = []
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) continue
    if (typeof value === 'string') attributes.push({ key, value: { stringValue: value } })
    else if (typeof value === 'number') attributes.push({ key, value: { intValue: String(value) } })
    else attributes.push({ key, value: { doubleValue: value.fraction } })
  }
  return attributes
}

/** A time of OTLP, nanoseconds since 1970 as text. @param origin milliseconds since 1970 @param since milliseconds since then */
export const nanoseconds = (origin: number, since: number): string =>
  String(BigInt(Math.round(origin * 1000)) * 1000n + BigInt(Math.round(since * 1e6)))
