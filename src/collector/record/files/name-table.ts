import { MOST_NAME_BYTES, MOST_NAMES } from '../../tracers/files/file-use.ts'

/** Stands for a name that is left out on purpose. */
export const LEFT_OUT = -1
/** Stands for a name beyond the limits. */
export const BEYOND_LIMIT = -2

/** The names of a run and their ids, which count from 0 in the order of first use. */
export class NameTable {
  private readonly ids = new Map<string, number>()
  private readonly added: (name: string) => void
  private bytes = 0

  /** @param added hears each new name, in the order of the ids */
  constructor(added: (name: string) => void) {
    this.added = added
  }

  /** @returns the id, or `BEYOND_LIMIT` */
  idOf(name: string): number {
    const known = this.ids.get(name)
    if (known !== undefined) return known
    const id = this.ids.size
    this.bytes += name.length
    if (id >= MOST_NAMES || this.bytes > MOST_NAME_BYTES) return BEYOND_LIMIT
    this.ids.set(name, id)
    this.added(name)
    return id
  }
}
