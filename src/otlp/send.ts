import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { BuildSpyError } from '../errors.ts'
import type { Collector } from './collector.ts'
import type { OtlpRequest } from './requests.ts'

/** A collector did not take a run. */
export class NotSent extends BuildSpyError {
  readonly code = 'NOT_SENT'
  /** Whether the same may succeed later. */
  readonly isTransient: boolean
  /** So many milliseconds later, if the collector says when. */
  readonly retryAfter: number | undefined

  constructor(message: string, isTransient: boolean, options: ErrorOptions & { retryAfter?: number } = {}) {
    super(message, options)
    this.isTransient = isTransient
    this.retryAfter = options.retryAfter
  }
}

/** The responses after which to try again (https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes). */
const TRANSIENT = [429, 502, 503, 504]

/** Characters of a response that are read. */
const MOST_ANSWER = 64 * 1024

/**
 * Sends the requests of a run by OTLP/HTTP in JSON, one after the other. A run that is sent twice has the same ids.
 * @param signal gives up
 * @throws NotSent
 */
export async function sendRequests(
  requests: Iterable<OtlpRequest>,
  collector: Collector,
  signal: AbortSignal,
): Promise<void> {
  for (const request of requests) await sendRequest(request, collector, signal)
}

async function sendRequest(
  { path, body }: OtlpRequest,
  { url, headers }: Collector,
  signal: AbortSignal,
): Promise<void> {
  const target = new URL(path, url.href.endsWith('/') ? url : `${url.href}/`)
  const answer = await post(target, body, headers, signal).catch((cause: Error) => {
    const reason = signal.aborted ? 'it took too long' : reasonOf(cause)
    throw new NotSent(`${url.origin} cannot be reached: ${reason}`, true, { cause })
  })
  if (answer.status < 200 || answer.status > 299)
    throw new NotSent(
      `${url.origin} refused with status ${answer.status}`,
      TRANSIENT.includes(answer.status),
      answer.retryAfter === undefined ? {} : { retryAfter: answer.retryAfter },
    )
  const rejected = rejectedIn(answer.body)
  if (rejected) throw new NotSent(`${url.origin} took only a part: ${rejected}`, false)
}

interface Answer {
  readonly status: number
  readonly retryAfter: number | undefined
  readonly body: string
}

/** By `node:http`, because Node's fetch takes longer to load than a short build runs. */
function post(
  url: URL,
  body: Uint8Array,
  headers: Collector['headers'],
  signal: AbortSignal,
): Promise<Answer> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  const length = { 'content-type': 'application/json', 'content-length': body.byteLength }
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method: 'POST', agent: false, signal, headers: { ...headers, ...length } },
      (incoming) => {
        let text = ''
        incoming.setEncoding('utf8')
        incoming.on('data', (part: string) => {
          if (text.length < MOST_ANSWER) text += part
        })
        incoming.on('error', reject)
        incoming.on('end', () => {
          const seconds = Number(incoming.headers['retry-after'])
          const retryAfter = seconds > 0 ? seconds * 1000 : undefined
          resolve({ status: incoming.statusCode ?? 0, retryAfter, body: text })
        })
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

/** Node joins the failures of several addresses (`localhost` is two) into one error without a message. */
const reasonOf = (error: Error): string =>
  error instanceof AggregateError && error.errors[0] instanceof Error
    ? error.errors[0].message
    : error.message

/** What a collector rejected of a request that it took (`ExportTracePartialSuccess`); undefined if nothing. */
function rejectedIn(body: string): string | undefined {
  try {
    const { partialSuccess } = JSON.parse(body) as {
      partialSuccess?: { rejectedSpans?: unknown; rejectedDataPoints?: unknown; errorMessage?: unknown }
    }
    const count = Number(partialSuccess?.rejectedSpans ?? partialSuccess?.rejectedDataPoints ?? 0)
    return count > 0 ? String(partialSuccess?.errorMessage ?? `${count} rejected`).slice(0, 200) : undefined
  } catch {
    // An empty answer, or one of a proxy: the status says that it is well.
    return undefined
  }
}
