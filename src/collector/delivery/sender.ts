import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { BATCH_BYTES, BATCH_LINES } from '../../spool/line-reader.ts'
import { judge, type Verdict } from './answer.ts'
import { Backlog } from './backlog.ts'
import { deliverLeftovers } from './deliver-leftovers.ts'
import type { Delivery, DeliveryReport } from './delivery.ts'
import { networkReason } from './network-reason.ts'
import { postByHttp, type Post } from './post.ts'

/** How long lines wait for company, milliseconds: a watcher sees a process within a second. */
const GATHER_MS = 100

/** Time that the daemon has for a response, milliseconds. */
const ANSWER_MS = 10_000

/** Pauses between attempts double up to the longest, milliseconds. */
const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 5_000

/** At the end of the build a daemon has so long to take something, and all the rest so long, milliseconds. */
const STALL_MS = 400
const FINISH_MS = 3_000

/** Where lines go. */
export interface Destination {
  /** The daemon's address, and the token it wants. */
  readonly url: URL
  readonly token?: string
  /** Where lines wait while the daemon is away. */
  readonly spool: string
}

/**
 * Sends lines to a daemon in batches (NDJSON), in order, one request at a time. A daemon that is away, slow or
 * dying costs the build nothing: lines wait in a spool file. Ids are in the lines, so that a batch sent again is
 * not stored twice.
 */
export class Sender implements Delivery {
  lastGiven = performance.now()
  private readonly backlog: Backlog
  private readonly destination: Destination
  private readonly endpoint: URL
  private readonly agent: HttpAgent
  private readonly trouble: (reason: string) => void
  private readonly post: Post
  private readonly abort = new AbortController()
  private stored = 0
  private refused = 0
  private most = BATCH_LINES
  private pause = 0
  private told = false
  private finishing = false
  private timer: NodeJS.Timeout | undefined
  private spillTimer: NodeJS.Timeout | undefined
  private inFlight: Promise<void> | undefined
  private stall: NodeJS.Timeout | undefined
  private refusal: string | undefined

  /**
   * @param trouble hears the first reason why lines are not stored
   * @param post how a request is made
   */
  constructor(destination: Destination, trouble: (reason: string) => void, post: Post = postByHttp) {
    const { url, spool } = destination
    this.post = post
    this.destination = destination
    this.backlog = new Backlog(spool)
    this.endpoint = new URL('api/live/submit', url.href.endsWith('/') ? url : `${url.href}/`)
    const Agent = url.protocol === 'https:' ? HttpsAgent : HttpAgent
    this.agent = new Agent({ keepAlive: true, maxSockets: 1 })
    this.trouble = trouble
  }

  get lost(): number {
    return this.backlog.lost + this.refused
  }

  get samplesDropped(): number {
    return this.backlog.samplesDropped
  }

  give(line: string, essential: boolean): void {
    this.lastGiven = performance.now()
    const { backlog } = this
    backlog.add(line, essential)
    if (backlog.isSpooling) this.spillTimer ??= setTimeout(() => this.spill(), GATHER_MS)
    const full = backlog.length >= BATCH_LINES || backlog.bytes >= BATCH_BYTES
    if (full && this.pause === 0) this.schedule(0)
    else if (!this.timer) this.schedule(GATHER_MS)
  }

  async finish(): Promise<DeliveryReport> {
    const { backlog } = this
    this.finishing = true
    clearTimeout(this.timer)
    clearTimeout(this.spillTimer)
    const deadline = setTimeout(() => this.abort.abort(), FINISH_MS)
    this.stall = setTimeout(() => this.abort.abort(), STALL_MS)
    // A request under way fails or not; if the daemon was away before, one more attempt shows whether it still is.
    await this.inFlight
    this.pause = 0
    while (backlog.length > 0 && this.pause === 0 && !this.abort.signal.aborted) await this.flush()
    const spooled = backlog.length > 0 ? backlog.leave() : 0
    // An emptied spool file is removed as well.
    this.next()
    if (spooled === 0 && this.stored > 0) {
      await deliverLeftovers(
        this.destination.spool,
        (lines) => this.send(lines),
        () => this.abort.signal.aborted,
      )
    }
    clearTimeout(deadline)
    clearTimeout(this.stall)
    this.agent.destroy()
    const refusal = spooled > 0 ? this.refusal : undefined
    return { stored: this.stored, spooled, lost: this.lost + backlog.length, refusal }
  }

  private schedule(delay: number): void {
    if (this.inFlight || this.finishing) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      this.inFlight = this.flush().finally(() => {
        this.inFlight = undefined
        this.timer = undefined
        const { length } = this.backlog
        if (length > 0) this.schedule(this.pause || (length >= BATCH_LINES ? 0 : GATHER_MS))
      })
    }, delay)
  }

  /** Sends one batch. It never rejects. */
  private async flush(): Promise<void> {
    const batch = this.next()
    if (batch.length === 0) return
    const lines = batch.slice(0, this.most)
    const verdict = await this.send(lines)
    if (verdict.type === 'retry') {
      this.refusal = verdict.isRefusal ? verdict.reason : undefined
      this.wait()
      const failure = this.backlog.spill()
      return this.tell(
        failure ? `${verdict.reason}; and no spool file can be written: ${failure}` : verdict.reason,
      )
    }
    this.pause = 0
    if (verdict.type === 'split' && lines.length > 1) {
      this.most = lines.length >> 1
      return
    }
    this.backlog.done(lines.length)
    const rejected = verdict.type === 'taken' ? verdict.rejected : lines.length
    this.refused += rejected
    this.stored += lines.length - rejected
    if (rejected > 0) this.tell(`${rejected} of ${lines.length} records refused: ${verdict.reason}`)
  }

  private next(): readonly string[] {
    try {
      return this.backlog.next()
    } catch (error) {
      this.wait()
      this.tell(`the spool file cannot be read: ${(error as Error).message}`)
      return []
    }
  }

  /** Makes the next attempt later than the one before. */
  private wait(): void {
    this.pause = Math.min(this.pause * 2 || FIRST_PAUSE_MS, LONGEST_PAUSE_MS)
  }

  /** Lines given while the daemon is away are soon on disk: this process may be killed as well. */
  private spill(): void {
    this.spillTimer = undefined
    if (this.backlog.isSpooling) this.backlog.spill()
  }

  private async send(lines: readonly string[]): Promise<Verdict> {
    const signal = AbortSignal.any([this.abort.signal, AbortSignal.timeout(ANSWER_MS)])
    const { token } = this.destination
    try {
      const verdict = judge(
        await this.post(this.endpoint, lines.join('\n'), { agent: this.agent, signal, token }),
      )
      if (verdict.type !== 'retry') this.stall?.refresh()
      return verdict
    } catch (error) {
      const reason = signal.aborted ? 'no answer in time' : networkReason(error)
      return { type: 'retry', reason, isRefusal: false }
    }
  }

  private tell(reason: string): void {
    if (!this.told) this.trouble(reason)
    this.told = true
  }
}
