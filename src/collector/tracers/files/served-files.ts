import { closeSync, writeSync } from 'node:fs'
import { MessageChannel, receiveMessageOnPort, type Worker } from 'node:worker_threads'
import type { Clock } from '../../clock.ts'
import type { FileTrace } from '../tracer.ts'
import { FileJournalReader } from './file-journal-reader.ts'
import type { ServeMessage, ServeRequest } from './file-messages.ts'
import type { FileRecord } from './file-use.ts'
import type { FileListener } from './install.ts'

/** Tells that the build's set-user-ID programs run without their privilege. */
export const DEPRIVED =
  'Set-user-ID programs of the build ran without their privilege: without CAP_SYS_ADMIN, --files needs PR_SET_NO_NEW_PRIVS.'

/** The files of a build, as the thread that serves the notifications sees them. */
export class ServedFiles implements FileTrace {
  readonly isDeprived: boolean
  private readonly clock: Clock
  private readonly listener: FileListener
  private readonly journal = new FileJournalReader()
  private readonly channel = new MessageChannel()
  private readonly stopped: Promise<readonly string[]>
  private readonly exited: Promise<unknown>
  /** Read from the journal, and not handed over yet. */
  private waiting: FileRecord[] = []

  /** @param worker waits for its request */
  constructor(worker: Worker, request: Omit<ServeRequest, 'chunks'>) {
    this.clock = request.clock
    this.listener = request.listener
    this.isDeprived = request.listener.isDeprived
    this.stopped = new Promise((resolve) => {
      worker.on('message', (message: ServeMessage) => {
        resolve(message.errors)
      })
      worker.on('error', (error) => resolve([`its thread ended: ${error.message}`]))
      worker.on('exit', () => resolve([]))
    })
    this.exited = new Promise((resolve) => worker.once('exit', resolve))
    // However it ended, from then on the keeper lets calls go on.
    void this.stopped.then(() => closeSync(this.listener.lifeline))
    const { port2: chunks } = this.channel
    worker.postMessage({ ...request, chunks } satisfies ServeRequest, [chunks])
  }

  until(time: bigint, take: (record: FileRecord) => void): void {
    this.drain()
    let count = 0
    // As the records have it: a number is compared without becoming garbage.
    const end = Number(time - this.clock.origin)
    for (const record of this.waiting) {
      if (record.type !== 'name' && record.time > end) break
      take(record)
      count++
    }
    if (count > 0) this.waiting = this.waiting.slice(count)
  }

  private drain(): void {
    // Without waiting for the event loop: a process may end as soon as its use is in the chunk.
    const { port1 } = this.channel
    for (let found = receiveMessageOnPort(port1); found; found = receiveMessageOnPort(port1))
      this.journal.add(found.message as SharedArrayBuffer)
    this.journal.drain((record) => this.waiting.push(record))
  }

  async finish(take: (record: FileRecord) => void): Promise<readonly string[]> {
    writeSync(this.listener.stop, STOP)
    const errors = await this.stopped
    // A thread that ends by itself while this process exits can keep it from exiting.
    await this.exited
    this.drain()
    this.waiting.forEach(take)
    this.waiting = []
    this.channel.port1.close()
    return errors.map((error) => `The recording of files had a fault and may have missed something: ${error}`)
  }
}

/** The input of an eventfd(2): a number of 64 bits. */
const STOP = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0])
