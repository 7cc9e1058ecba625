import type { Writable } from 'node:stream'
import { Query, type Connection } from 'pg'
import type { Parameter, Statement } from '../connection.ts'
import { listOf, namesOf, type Columns, type Kind } from '../dialect.ts'

/**
 * Inserts rows by COPY. PostgreSQL fills whole pages with them, and no side encodes or decodes JSON.
 * (https://www.postgresql.org/docs/current/sql-copy.html, text format)
 */
export function copying(columns: Columns, rows: readonly object[]): Statement {
  const kinds = Object.entries(columns.kinds)
  const text = new Chunks()
  for (const row of rows as readonly Record<string, Parameter>[]) {
    let left = kinds.length
    for (const [column, kind] of kinds) text.add(textOf(kind, row[column]!), --left ? TAB : NEWLINE)
  }
  const sql = `COPY "${columns.table}" (${listOf(namesOf(columns))}) FROM STDIN`
  return { sql, parameters: [], data: text.all }
}

function textOf(kind: Kind, value: Parameter): string {
  if (value === null) return '\\N'
  if (kind === 'bytes') return `\\\\x${Buffer.from(value as Uint8Array).toString('hex')}`
  if (kind === 'unsigned') return String(BigInt.asIntN(64, value as bigint))
  if (kind !== 'text') return String(value)
  const text = value as string
  return SPECIAL.test(text) ? text.replaceAll(SPECIALS, (character) => ESCAPES[character]!) : text
}

const TAB = 9
const NEWLINE = 10
const SPECIAL = /[\\\t\n\r]/
const SPECIALS = new RegExp(SPECIAL, 'g')
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

const CHUNK = 65_536

/** Text written directly as bytes. Joined strings would leave a kilobyte of garbage for each row. */
class Chunks {
  readonly #full: Buffer[] = []
  #buffer = Buffer.allocUnsafe(CHUNK)
  #size = 0

  add(text: string, end: number): void {
    // A UTF-16 unit takes three bytes at most.
    const most = text.length * 3 + 1
    if (this.#size + most > this.#buffer.length) {
      this.#full.push(this.#buffer.subarray(0, this.#size))
      this.#buffer = Buffer.allocUnsafe(Math.max(CHUNK, most))
      this.#size = 0
    }
    this.#size += this.#buffer.write(text, this.#size)
    this.#buffer[this.#size++] = end
  }

  get all(): readonly Buffer[] {
    return [...this.#full, this.#buffer.subarray(0, this.#size)]
  }
}

/**
 * A COPY that sends its data at once, before the server asks for it. If this statement or one before it fails, the server drops
 * the data (https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-COPY). pg-copy-streams waits for the server, so
 * it cannot share a connection with other statements in flight.
 */
export class Copy extends Query {
  constructor(
    private readonly sql: string,
    private readonly data: readonly Uint8Array[],
    callback: (error: Error | undefined) => void,
  ) {
    super(sql, callback)
  }

  override submit = ({ stream }: Connection): void => {
    stream.cork()
    send(stream, 'Q', Buffer.from(`${this.sql}\0`))
    for (const chunk of this.data) send(stream, 'd', chunk)
    send(stream, 'c', Buffer.alloc(0))
    stream.uncork()
  }

  handleCopyInResponse(): void {}
}

/** Sends a message of a type (https://www.postgresql.org/docs/current/protocol-message-formats.html). */
function send(stream: Writable, type: 'Q' | 'd' | 'c', body: Uint8Array): void {
  const head = Buffer.alloc(5, type)
  head.writeInt32BE(4 + body.length, 1)
  stream.write(head)
  stream.write(body)
}
