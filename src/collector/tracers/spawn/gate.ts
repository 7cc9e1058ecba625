import { closeSync, constants, openSync, unlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { uuid } from '../../uuid.ts'
import { errorText, lastError, libc } from '../ptrace/libc.ts'
import { TracerRefused } from '../tracer.ts'

/** Directories for a FIFO, which exists for a moment only. */
const PLACES = [tmpdir(), '/dev/shm', '/tmp']

/**
 * A gate at which a new process waits before it executes anything: a FIFO without a writer, which blocks on opening (fifo(7)).
 * The build sees nothing of it.
 */
export class Gate {
  /** The path that the new process opens to wait. */
  readonly path: string
  /** A number of ours, which is free for that in the new process. */
  readonly place: number
  private readonly reader: number
  private writer: number | undefined

  /** @throws TracerRefused if no FIFO can be made */
  constructor() {
    this.reader = openFifo()
    this.place = openSync('/dev/null', constants.O_RDONLY)
    this.path = `/proc/self/fd/${this.reader}`
  }

  /** Lets the process go on, also if it has not come to the gate yet. */
  open(): void {
    this.writer = openSync(this.path, constants.O_WRONLY)
  }

  /** Once nobody can wait at it any more. */
  close(): void {
    closeSync(this.reader)
    closeSync(this.place)
    if (this.writer !== undefined) closeSync(this.writer)
  }
}

function openFifo(): number {
  const make = libc.func('int mkfifo(str path, uint32_t mode)')
  for (const place of PLACES) {
    const path = join(place, `buildspy-${uuid()}`)
    if (make(path, 0o600) !== 0) continue
    try {
      return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    } finally {
      unlinkSync(path)
    }
  }
  throw new TracerRefused(`no FIFO can be made in ${PLACES.join(', ')}: ${errorText(lastError())}`)
}
