import { closeSync } from 'node:fs'
import type { Delivery, DeliveryReport } from './delivery.ts'
import { DescriptorWriter } from './descriptor-writer.ts'

/** How long lines wait for company, milliseconds. */
const GATHER_MS = 100

/** Writes the record to a file, for machines without a daemon: `buildspy import` reads it. */
export class FileDelivery implements Delivery {
  lastGiven = performance.now()
  lost = 0
  readonly samplesDropped = 0
  private readonly file: DescriptorWriter
  private readonly trouble: (reason: string) => void
  private lines: string[] = []
  private written = 0
  private timer: NodeJS.Timeout | undefined

  /**
   * @param fd open for writing; it is closed in the end
   * @param trouble hears the first reason why lines are not written
   */
  constructor(fd: number, trouble: (reason: string) => void) {
    this.file = new DescriptorWriter(fd)
    this.trouble = trouble
  }

  give(line: string): void {
    this.lastGiven = performance.now()
    this.lines.push(line)
    this.timer ??= setTimeout(() => void this.flush(), GATHER_MS)
  }

  async finish(): Promise<DeliveryReport> {
    clearTimeout(this.timer)
    await this.flush()
    closeSync(this.file.fd)
    return { stored: this.written, spooled: 0, lost: this.lost, refusal: undefined }
  }

  private async flush(): Promise<void> {
    this.timer = undefined
    const lines = this.lines.splice(0)
    const failure = await this.file.add(lines.map((line) => `${line}\n`).join(''))
    if (!failure) {
      this.written += lines.length
      return
    }
    if (this.lost === 0) this.trouble(failure.message)
    this.lost += lines.length
  }
}
