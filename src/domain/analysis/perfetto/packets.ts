import { visible } from '../visible.ts'
import { ProtoWriter } from './proto-writer.ts'

/** Unit of a counter (`CounterDescriptor.Unit`). */
export const UNIT = { count: 2, bytes: 3 } as const

const SLICE_BEGIN = 1
const SLICE_END = 2
const COUNTER = 4

/** Children are shown in the order of their ranks (`TrackDescriptor.ChildTracksOrdering`). */
const EXPLICIT = 3
/** Tracks of the same name stay apart (`TrackDescriptor.SiblingMergeBehavior`). */
const NOT_MERGED = 2

const REALTIME = 1
const BOOTTIME = 6

/** All packets are of one sequence, and need a number for it. */
const SEQUENCE = 1

const NS_PER_MS = 1e6

/** The beginning of a slice. */
export interface Begin {
  readonly name: string
  readonly category: string
  /** Arrows that pass through it. */
  readonly flows: readonly bigint[]
  /** Facts for its details. */
  readonly facts: readonly (readonly [name: string, value: string | number])[]
}

/**
 * Writes packets of a Perfetto trace (`protos/perfetto/trace/trace_packet.proto` and the files that it names). Times are
 * milliseconds since the run's start. Text is shown in a page, so it goes through `visible`.
 */
export class Packets {
  readonly writer = new ProtoWriter()

  /** States the date of time 0. @param origin milliseconds since 1970 */
  clock(origin: number): void {
    this.#packet(() =>
      this.writer.message(6, () => {
        this.#clock(BOOTTIME, 0)
        this.#clock(REALTIME, BigInt(Math.round(origin * 1000)) * 1000n)
      }),
    )
  }

  /** Declares the group of all tracks. */
  group(uuid: number, pid: number, name: string): void {
    this.#descriptor(uuid, () => {
      this.writer.message(3, () => {
        this.writer.integer(1, pid)
        this.writer.string(6, visible(name))
      })
      this.writer.integer(11, EXPLICIT)
    })
  }

  /** Declares a track of slices. */
  track(uuid: number, parent: number, name: string, rank: number): void {
    this.#descriptor(uuid, () => this.#child(parent, name, rank))
  }

  /** Declares a track of a counter. */
  counterTrack(uuid: number, parent: number, name: string, rank: number, unit: number | string): void {
    this.#descriptor(uuid, () => {
      this.#child(parent, name, rank)
      this.writer.message(8, () =>
        typeof unit === 'number' ? this.writer.integer(3, unit) : this.writer.string(6, unit),
      )
    })
  }

  begin(time: number, track: number, { name, category, flows, facts }: Begin): void {
    this.#event(time, track, SLICE_BEGIN, () => {
      this.writer.string(22, visible(category))
      this.writer.string(23, visible(name))
      for (const flow of flows) this.writer.fixed(47, flow)
      for (const [word, value] of facts) this.#annotation(word, value)
    })
  }

  end(time: number, track: number): void {
    this.#event(time, track, SLICE_END, () => {})
  }

  count(time: number, track: number, value: number): void {
    this.#event(time, track, COUNTER, () => this.writer.double(44, value))
  }

  #packet(write: () => void, time?: number): void {
    this.writer.message(1, () => {
      if (time !== undefined) this.writer.integer(8, Math.max(0, Math.round(time * NS_PER_MS)))
      this.writer.integer(10, SEQUENCE)
      write()
    })
  }

  #event(time: number, track: number, type: number, write: () => void): void {
    this.#packet(() => {
      this.writer.message(11, () => {
        this.writer.integer(9, type)
        this.writer.integer(11, track)
        write()
      })
    }, time)
  }

  #descriptor(uuid: number, write: () => void): void {
    this.#packet(() => {
      this.writer.message(60, () => {
        this.writer.integer(1, uuid)
        write()
      })
    })
  }

  #child(parent: number, name: string, rank: number): void {
    this.writer.integer(5, parent)
    this.writer.string(2, visible(name))
    this.writer.integer(12, rank)
    this.writer.integer(15, NOT_MERGED)
  }

  #clock(id: number, time: number | bigint): void {
    this.writer.message(1, () => {
      this.writer.integer(1, id)
      this.writer.integer(2, time)
    })
  }

  #annotation(name: string, value: string | number): void {
    this.writer.message(4, () => {
      this.writer.string(10, visible(name))
      if (typeof value === 'string') this.writer.string(6, visible(value))
      else this.writer.double(5, value)
    })
  }
}
