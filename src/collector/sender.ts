import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { performance } from 'node:perf_hooks'
import { judge, type Verdict } from './answer.ts'
import type { Delivery, DeliveryReport } from './delivery.ts'
import { BATCH_BYTES, BATCH_LINES, LineQueue } from './line-queue.ts'
import { post } from './post.ts'

/** How long lines wait for company, milliseconds: a watcher sees a process within a second. */
const GATHER_MS = 100

/** The daemon has so long for an answer, milliseconds. */
const ANSWER_MS = 10_000

/** Pauses between attempts double up to the longest, milliseconds. */
const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 5_000

/** At the end of the build, the last lines have so long, milliseconds. */
const FINISH_MS = 3_000

/**
 * Sends lines to a daemon in batches (NDJSON), in order, one request at a time. A daemon that is away, slow or
 * dying costs the build nothing but bounded memory; `trouble` is told once. Ids are in the lines, so that a
 * batch sent again is not stored twice.
 */
export class Sender implements Delivery {
  lastGiven = performance.now()
  private readonly queue = new LineQueue()
  private readonly url: URL
  private readonly agent: HttpAgent
  private readonly trouble: (reason: string) => void
  private readonly abort = new AbortController()
  private stored = 0
  private refused = 0
  private most = BATCH_LINES
  private pause = 0
  private told = false
  private finishing = false
  private timer: NodeJS.Timeout | undefined
  private inFlight: Promise<void> | undefined

  /** @param url the daemon's address @param trouble hears the first reason why lines are not stored */
  constructor(url: URL, trouble: (reason: string) => void) {
    this.url = new URL('api/live/submit', url.href.endsWith('/') ? url : `${url.href}/`)
    const Agent = url.protocol === 'https:' ? HttpsAgent : HttpAgent
    this.agent = new Agent({ keepAlive: true, maxSockets: 1 })
    this.trouble = trouble
  }

  get lost(): number {
    return this.queue.dropped + this.refused
  }

  give(line: string, essential: boolean): void {
    this.lastGiven = performance.now()
    this.queue.add(line, essential)
    const full = this.queue.length >= BATCH_LINES || this.queue.bytes >= BATCH_BYTES
    if (full && this.pause === 0) this.schedule(0)
    else if (!this.timer) this.schedule(GATHER_MS)
  }

  async finish(): Promise<DeliveryReport> {
    this.finishing = true
    clearTimeout(this.timer)
    const deadline = setTimeout(() => this.abort.abort(), FINISH_MS)
    // A request under way fails or not; if the daemon was away before, one more attempt shows whether it still is.
    await this.inFlight
    this.pause = 0
    while (this.queue.length > 0 && this.pause === 0 && !this.abort.signal.aborted) await this.flush()
    clearTimeout(deadline)
    this.agent.destroy()
    return { stored: this.stored, lost: this.lost + this.queue.length }
  }

  private schedule(delay: number): void {
    if (this.inFlight || this.finishing) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      this.inFlight = this.flush().finally(() => {
        this.inFlight = undefined
        this.timer = undefined
        if (this.queue.length > 0)
          this.schedule(this.pause || (this.queue.length >= BATCH_LINES ? 0 : GATHER_MS))
      })
    }, delay)
  }

  /** Sends one batch. It never rejects. */
  private async flush(): Promise<void> {
    const lines = this.queue.peek(this.most)
    const verdict = await this.send(lines)
    if (verdict.type === 'retry') {
      this.pause = Math.min(this.pause * 2 || FIRST_PAUSE_MS, LONGEST_PAUSE_MS)
      return this.tell(verdict.reason)
    }
    this.pause = 0
    if (verdict.type === 'split' && lines.length > 1) {
      this.most = lines.length >> 1
      return
    }
    this.queue.remove(lines.length)
    const rejected = verdict.type === 'taken' ? verdict.rejected : lines.length
    this.refused += rejected
    this.stored += lines.length - rejected
    if (rejected > 0) this.tell(`${rejected} of ${lines.length} records refused: ${verdict.reason}`)
  }

  private async send(lines: readonly string[]): Promise<Verdict> {
    const signal = AbortSignal.any([this.abort.signal, AbortSignal.timeout(ANSWER_MS)])
    try {
      return judge(await post(this.url, this.agent, lines.join('\n'), signal))
    } catch (error) {
      return { type: 'retry', reason: signal.aborted ? 'no answer in time' : networkReason(error) }
    }
  }

  private tell(reason: string): void {
    if (!this.told) this.trouble(reason)
    this.told = true
  }
}

/** Node joins the failures of several addresses (`localhost` is two) into one error without a message. */
function networkReason(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error
  return first instanceof Error ? first.message : String(first)
}
