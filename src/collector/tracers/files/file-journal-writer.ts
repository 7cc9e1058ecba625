import { ChunkWriter } from '../chunks/chunk-writer.ts'
import { BEYOND, KIND, MOST_NAME_BYTES, MOST_NAMES } from './file-use.ts'

/** Writes which files processes used; each name once. */
export class FileJournalWriter extends ChunkWriter {
  private readonly ids = new Map<string, number>()
  private nameBytes = 0

  /** @param name absolute, its bytes as latin-1 */
  use(pid: number, time: number, name: string, access: number): void {
    const id = this.idOf(name)
    this.begin(KIND.use, pid, time, 5)
    this.offset = this.bytes.writeUInt32LE(id, this.offset)
    this.offset = this.bytes.writeUInt8(access, this.offset)
    this.publish()
  }

  failed(pid: number, time: number): void {
    this.begin(KIND.failed, pid, time, 0)
    this.publish()
  }

  unread(pid: number, time: number): void {
    this.begin(KIND.unread, pid, time, 0)
    this.publish()
  }

  private idOf(name: string): number {
    const known = this.ids.get(name)
    if (known !== undefined) return known
    const id = this.ids.size
    if (id >= MOST_NAMES || this.nameBytes + name.length > MOST_NAME_BYTES) return BEYOND
    this.nameBytes += name.length
    this.ids.set(name, id)
    this.reserve(5 + name.length)
    this.offset = this.bytes.writeUInt8(KIND.name, this.offset)
    this.offset = this.bytes.writeUInt32LE(name.length, this.offset)
    this.offset += this.bytes.write(name, this.offset, 'latin1')
    this.publish()
    return id
  }

  private begin(kind: number, pid: number, time: number, size: number): void {
    this.reserve(13 + size)
    this.offset = this.bytes.writeUInt8(kind, this.offset)
    this.offset = this.bytes.writeInt32LE(pid, this.offset)
    this.offset = this.bytes.writeDoubleLE(time, this.offset)
  }
}
