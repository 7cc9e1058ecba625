import { ChunkReader } from '../chunks/chunk-reader.ts'
import { KIND, type FileRecord } from './file-use.ts'

/** Reads the records of a `FileJournalWriter`. */
export class FileJournalReader extends ChunkReader<FileRecord> {
  protected override read(bytes: Buffer): FileRecord {
    const kind = bytes.readUInt8(this.offset)
    if (kind === KIND.name) {
      const start = this.offset + 5
      this.offset = start + bytes.readUInt32LE(this.offset + 1)
      return { type: 'name', name: bytes.toString('latin1', start, this.offset) }
    }
    const pid = bytes.readInt32LE(this.offset + 1)
    const time = bytes.readDoubleLE(this.offset + 5)
    this.offset += 13
    if (kind !== KIND.use) return { type: kind === KIND.failed ? 'failed' : 'unread', pid, time }
    const id = bytes.readUInt32LE(this.offset)
    const access = bytes.readUInt8(this.offset + 4)
    this.offset += 5
    return { type: 'use', pid, time, id, access }
  }
}
