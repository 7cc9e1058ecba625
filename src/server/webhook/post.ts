import type { WebhookResult } from '../metrics/metrics.ts'

/** The receiver has so long for a response, in milliseconds (Standard Webhooks: 15 to 30 s). */
const PATIENCE = 15_000

/** Statuses of a 4xx that say "later". */
const LATER = [408, 409, 425, 429]

/** How an attempt went. */
export interface Attempt {
  readonly result: Exclude<WebhookResult, 'dropped'>
  /** For the log; it names no address, which may hold a key. */
  readonly reason: string
}

/** Posts a message. It follows no redirection: only the operator says where messages go. It never throws. */
export async function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
): Promise<Attempt> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
    })
    await response.body?.cancel()
    const { status, ok } = response
    const isFinal = status >= 400 && status < 500 && !LATER.includes(status)
    return {
      result: ok ? 'delivered' : isFinal ? 'refused' : 'retried',
      reason: `it responded with ${status}`,
    }
  } catch (error) {
    const { cause, message } = error as Error
    return { result: 'retried', reason: cause instanceof Error ? cause.message : message }
  }
}
