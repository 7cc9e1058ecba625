/** An OpenTelemetry collector, or a service that takes the same. */
export interface Collector {
  /** The address above `v1/traces` and `v1/metrics`. */
  readonly url: URL
  /** Sent with each request, such as a key. */
  readonly headers: Readonly<Record<string, string>>
}

/** Reads the address of a collector. @returns undefined unless it is one of HTTP, without a password and a query */
export function parseCollectorUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) return undefined
  return url.username || url.password || url.search || url.hash ? undefined : url
}

/** The characters of the name and of the value of a header (RFC 9110 5.1, 5.5). */
const NAME = /^[!#$%&'*+.^_`|~\w-]+$/
const VALUE = /^[\x20-\x7e]*$/

/**
 * Reads `OTEL_EXPORTER_OTLP_HEADERS`: `name=value` with commas between, values percent-encoded
 * (https://opentelemetry.io/docs/specs/otel/protocol/exporter). Entries that make no header are left out.
 */
export function parseHeaders(text: string | undefined): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const entry of text?.split(',') ?? []) {
    const at = entry.indexOf('=')
    const name = entry.slice(0, Math.max(0, at)).trim().toLowerCase()
    const value = decoded(entry.slice(at + 1).trim())
    if (NAME.test(name) && VALUE.test(value)) headers[name] = value
  }
  return headers
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
