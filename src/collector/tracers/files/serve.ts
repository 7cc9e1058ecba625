import { elapsed, type Clock } from '../../clock.ts'
import { allocate, readMemory } from '../ptrace/libc.ts'
import { ACCESS } from './access.ts'
import { fileCalls, type FileCall } from './calls.ts'
import type { FileJournalWriter } from './file-journal-writer.ts'
import { target } from './file-system.ts'
import { normal } from './normal.ts'
import type { Notifications } from './notifications.ts'
import type { Places } from './places.ts'
import { CREAT_FLAGS, foresee, type Path } from './uses.ts'

/** A blocked thread cannot be ended: it comes back so often, milliseconds. */
const LOOK_EVERY_MS = 500

/** Most paths are shorter, and a read that ends with its page is cheap. */
const SHORT_PATH = 256
const LONGEST_PATH = 4096

const memory = allocate(LONGEST_PATH)

/**
 * Serves the notifications of a build's calls on files until the main thread stops it. It records the intended effect of each
 * call, and lets the call continue, also if the recording fails.
 */
export class Server {
  private readonly notifications: Notifications
  private readonly places: Places
  private readonly journal: FileJournalWriter
  private readonly clock: Clock
  private pid = 0
  private time = 0
  private readonly sink = {
    use: (name: string, access: number): void => this.journal.use(this.pid, this.time, name, access),
    failed: (): void => this.journal.failed(this.pid, this.time),
  }

  constructor(notifications: Notifications, places: Places, journal: FileJournalWriter, clock: Clock) {
    this.notifications = notifications
    this.places = places
    this.journal = journal
    this.clock = clock
  }

  /** @param failed hears what went wrong */
  serve(failed: (error: unknown) => void): void {
    const { notifications } = this
    for (;;) {
      const next = notifications.await(LOOK_EVERY_MS)
      if (next === 'stop' || next === 'nobody') return
      if (next === 'nothing' || !notifications.receive()) continue
      try {
        this.note()
      } catch (error) {
        failed(error)
      } finally {
        notifications.answer()
      }
    }
  }

  private note(): void {
    const { notifications, places } = this
    const { tid } = notifications
    const call = fileCalls!.get(notifications.number)
    if (!call) return
    this.time = elapsed(this.clock)
    this.pid = places.processOf(tid)
    if (call.does === 'enter open') {
      const name = target(`/proc/${tid}/fd/${notifications.int(call.at)}`)
      if (name?.startsWith('/')) this.sink.use(normal(name), ACCESS.LISTED)
      return places.moves(tid)
    }
    const path = this.pathOf(tid, call.at, call.path)
    if (path) {
      const other = call.path2 < 0 ? undefined : this.pathOf(tid, call.at2, call.path2)
      const does = call.does === 'open how' || call.does === 'create' ? 'open' : call.does
      foresee(does, path, other, this.flagsOf(tid, call), this.sink)
    }
    if (call.does === 'enter') places.moves(tid)
  }

  /** @param at @param index which arguments are the directory and the path */
  private pathOf(tid: number, at: number, index: number): Path | undefined {
    const { notifications, places } = this
    const text = readPath(tid, notifications.argument(index))
    if (text === undefined) {
      this.journal.unread(this.pid, this.time)
      return undefined
    }
    const whole = places.whole(tid, at < 0 ? -100 : notifications.int(at), text)
    return whole === undefined ? undefined : { whole, lookup: places.viewOf(tid) + whole }
  }

  private flagsOf(tid: number, { does, flags }: FileCall): number {
    if (does === 'create') return CREAT_FLAGS
    if (flags < 0) return 0
    if (does !== 'open how') return this.notifications.int(flags)
    // The first member of struct open_how.
    return readMemory(tid, this.notifications.argument(flags), memory, 8) < 8 ? 0 : memory.bytes.readInt32LE()
  }
}

/** @returns as latin-1; undefined if it cannot be read */
function readPath(tid: number, address: bigint): string | undefined {
  for (const size of [SHORT_PATH, LONGEST_PATH]) {
    const length = readMemory(tid, address, memory, size)
    const end = memory.bytes.indexOf(0)
    if (end >= 0 && end < length) return memory.bytes.toString('latin1', 0, end)
    if (length < size) return undefined
  }
  return undefined
}
