import { closeSync, openSync, writeSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import type { Delivery, DeliveryReport } from './delivery.ts'

/** How long lines wait for company, milliseconds. */
const GATHER_MS = 100

/** Writes the record to a file, for machines without a daemon: `buildspy import` reads it. */
export class FileDelivery implements Delivery {
  lastGiven = performance.now()
  lost = 0
  readonly samplesDropped = 0
  private readonly fd: number
  private readonly trouble: (reason: string) => void
  private lines: string[] = []
  private written = 0
  private timer: NodeJS.Timeout | undefined

  /**
   * @param trouble hears the first reason why lines are not written
   * @throws the system's error if the file cannot be made
   */
  constructor(file: string, trouble: (reason: string) => void) {
    this.fd = openSync(file, 'w', 0o600)
    this.trouble = trouble
  }

  give(line: string): void {
    this.lastGiven = performance.now()
    this.lines.push(line)
    this.timer ??= setTimeout(() => this.flush(), GATHER_MS)
  }

  async finish(): Promise<DeliveryReport> {
    clearTimeout(this.timer)
    this.flush()
    closeSync(this.fd)
    return { stored: this.written, spooled: 0, lost: this.lost }
  }

  private flush(): void {
    this.timer = undefined
    const lines = this.lines.splice(0)
    const text = Buffer.from(lines.map((line) => `${line}\n`).join(''))
    try {
      for (let at = 0; at < text.length;) at += writeSync(this.fd, text, at)
      this.written += lines.length
    } catch (error) {
      if (this.lost === 0) this.trouble((error as Error).message)
      this.lost += lines.length
    }
  }
}
