import { STATUS_CODES } from 'node:http'
import type { Answer } from './post.ts'

/**
 * The result of a batch: `taken` (with the lines that the daemon refused for good), `retry` later, `split` into smaller ones,
 * or `refused` altogether. The reason is a part of a sentence.
 */
export type Verdict =
  | { readonly type: 'taken'; readonly rejected: number; readonly reason: string }
  /** `isRefusal`: a server responded and refused; otherwise it is down or busy. */
  | { readonly type: 'retry'; readonly reason: string; readonly isRefusal: boolean }
  | { readonly type: 'split'; readonly reason: string }
  | { readonly type: 'refused'; readonly reason: string }

const NO_DAEMON = 'the program there is not a BuildSpy daemon'

/** Characters quoted from an unknown program, at most. */
const MOST_SAID = 200

/** Judges the daemon's response to a batch (wire notes: NDJSON on `POST /api/live/submit`). */
export function judge({ status, body }: Answer): Verdict {
  const answer = parse(body)
  const error = sentence(answer['error'])
  const http = `HTTP status ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd()
  const said = error ?? `${NO_DAEMON}: it returned ${http}`
  const rejected = rejections(answer['rejected'])
  if (status === 200 && answer['status'] === 'success')
    return { type: 'taken', rejected: rejected.length, reason: rejected[0] ?? '' }
  if (status === 413) return { type: 'split', reason: said }
  if (status === 408 || status === 429 || status === 503)
    return { type: 'retry', reason: error ?? http, isRefusal: false }
  // None of the lines was valid, or their run is unknown: sending them again would not help. Only a daemon lists them.
  if (rejected.length > 0) return { type: 'refused', reason: rejected[0]! }
  // A token that is missing or wrong, or another program, is no fault of the lines: they wait in the spool.
  return { type: 'retry', reason: error && status !== 200 ? `${error} (${http})` : said, isRefusal: true }
}

/** Text that others wrote, short enough for a sentence. */
const sentence = (said: unknown): string | undefined =>
  typeof said === 'string' && said !== '' ? said.slice(0, MOST_SAID) : undefined

function parse(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

/** The reasons in `rejected: [{line, error}]`. */
function rejections(list: unknown): string[] {
  if (!Array.isArray(list)) return []
  return list.map((item: unknown) => {
    const error = typeof item === 'object' && item !== null && 'error' in item ? item.error : undefined
    return sentence(error) ?? 'no reason given'
  })
}
