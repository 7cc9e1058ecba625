import { Query, type Connection } from 'pg'
import type { Parameter, Statement } from './connection.ts'
import { listOf, namesOf, valuesOf, type Columns } from './dialect.ts'

/**
 * Inserts rows by COPY: PostgreSQL fills whole pages with them, and neither it nor we make a JSON of them first.
 * (https://www.postgresql.org/docs/current/sql-copy.html, text format)
 */
export function copying(columns: Columns, rows: readonly object[]): Statement {
  const sql = `COPY "${columns.table}" (${listOf(namesOf(columns))}) FROM STDIN`
  return { sql, parameters: [], data: linesOf(columns, rows) }
}

/** A line for each row, its values in the order of the columns. */
function linesOf(columns: Columns, rows: readonly object[]): string {
  const width = namesOf(columns).length
  let lines = ''
  valuesOf(columns, rows).forEach((value, place) => {
    lines += textOf(value)
    lines += (place + 1) % width ? '\t' : '\n'
  })
  return lines
}

function textOf(value: Parameter): Parameter {
  if (typeof value !== 'string') return value ?? '\\N'
  return SPECIAL.test(value) ? value.replaceAll(SPECIALS, (character) => ESCAPES[character]!) : value
}

const SPECIAL = /[\\\t\n\r]/
const SPECIALS = new RegExp(SPECIAL, 'g')
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/**
 * A COPY whose data goes out with it, without waiting for the server to ask: where this statement fails, or one before
 * it has, the server drops the data (https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-COPY).
 * pg-copy-streams waits, and so cannot share a connection with other statements on their way.
 */
export class Copy extends Query {
  constructor(
    private readonly sql: string,
    private readonly data: string,
    callback: (error: Error | undefined) => void,
  ) {
    super(sql, callback)
  }

  override submit = ({ stream }: Connection): void => {
    stream.write(
      messages([
        ['Q', `${this.sql}\0`],
        ['d', this.data],
        ['c', ''],
      ]),
    )
  }

  handleCopyInResponse(): void {}
}

/** Messages of a type and a text each, as they go over the wire. */
function messages(all: readonly (readonly [type: string, text: string])[]): Buffer {
  const buffer = Buffer.allocUnsafe(all.reduce((size, [, text]) => size + 5 + Buffer.byteLength(text), 0))
  let place = 0
  for (const [type, text] of all) {
    const size = buffer.write(text, place + 5)
    buffer.write(type, place)
    buffer.writeInt32BE(4 + size, place + 1)
    place += 5 + size
  }
  return buffer
}
