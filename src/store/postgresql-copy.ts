import { Query, type Connection } from 'pg'
import type { Statement } from './connection.ts'
import { listOf, namesOf, type Columns, type Kind } from './dialect.ts'

/**
 * Inserts rows by COPY: PostgreSQL fills whole pages with them, and neither it nor we make a JSON of them first.
 * (https://www.postgresql.org/docs/current/sql-copy.html, text format)
 */
export function copying(columns: Columns, rows: readonly object[]): Statement {
  const sql = `COPY "${columns.table}" (${listOf(namesOf(columns))}) FROM STDIN`
  return { sql, parameters: [], data: linesOf(columns, rows) }
}

/** A line for each row, its values in the order of the columns. */
function linesOf({ kinds }: Columns, rows: readonly object[]): string {
  const columns = Object.entries(kinds)
  let lines = ''
  for (const row of rows) {
    let end = ''
    for (const [column, kind] of columns) {
      lines += end + textOf(kind, (row as Record<string, string | number | bigint | null>)[column]!)
      end = '\t'
    }
    lines += '\n'
  }
  return lines
}

function textOf(kind: Kind, value: string | number | bigint | null): string | number | bigint {
  if (value === null) return '\\N'
  if (kind === 'unsigned') return BigInt.asIntN(64, value as bigint)
  return kind === 'text' && SPECIAL.test(value as string) ? escaped(value as string) : value
}

const SPECIAL = /[\\\t\n\r]/
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
const escaped = (text: string) => text.replaceAll(/[\\\t\n\r]/g, (character) => ESCAPES[character]!)

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
