import { closeSync, readdirSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { createPrivateFile, makePrivateDirectory, narrow } from '../../spool/private-files.ts'

/** A message that waits. */
export interface Waiting {
  /** Of the message, the same at each attempt. */
  readonly id: string
  readonly runId: string
  /** When it was added, in milliseconds since 1970. */
  readonly at: number
}

/** Messages that wait, at most. */
const MOST = 1000

/** A time with all digits, so that names sort by time, and the run. */
const NAME = /^(\d{15})-([0-9a-f-]{36})$/

/**
 * The messages that wait, oldest first. Each is an empty file whose name says it all, so that none is lost when the daemon restarts.
 * @throws the system's error if the directory cannot be made
 */
export class Outbox {
  readonly #waiting: Waiting[]

  constructor(private readonly directory: string) {
    makePrivateDirectory(directory)
    narrow(directory)
    this.#waiting = readdirSync(directory).sort().flatMap(waitingOf)
  }

  get size(): number {
    return this.#waiting.length
  }

  get first(): Waiting | undefined {
    return this.#waiting[0]
  }

  /** @returns false if it is full @throws the system's error if the file cannot be made */
  add(runId: string, at: number): boolean {
    if (this.#waiting.length >= MOST) return false
    const name = `${String(at).padStart(15, '0')}-${runId}`
    const descriptor = createPrivateFile(join(this.directory, name), 'wx')
    writeSync(descriptor, '')
    closeSync(descriptor)
    this.#waiting.push(...waitingOf(name))
    return true
  }

  /** Removes the first message. */
  shift(): void {
    const gone = this.#waiting.shift()
    if (gone) rmSync(join(this.directory, gone.id.slice(PREFIX.length)), { force: true })
  }
}

const PREFIX = 'msg_'

function waitingOf(name: string): Waiting[] {
  const [, at, runId] = NAME.exec(name) ?? []
  return runId === undefined ? [] : [{ id: PREFIX + name, runId, at: Number(at) }]
}
