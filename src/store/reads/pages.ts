import type { Parameter } from '../connection.ts'
import { keysParameter, type Columns, type Dialect, type Kind } from '../dialect.ts'
import { lookup, type Source } from './lookup.ts'
import { PART_BYTES } from './part.ts'

type Key = readonly (string | number | bigint)[]

/** Adds a parameter to a statement. @returns its placeholder */
type AddParameter = (value: Parameter) => string

/** The rows that belong to a key: conditions in which `w` is the key and `i` the row. */
export interface Belonging {
  /** The values of a key by name, with their kinds. */
  readonly key: Readonly<Record<string, Kind>>
  where(parameter: AddParameter, dialect: Dialect): readonly string[]
}

/** A page of an order: between two positions, which are the sort values of rows outside the page. */
export interface PageRange {
  readonly after?: readonly Parameter[] | undefined
  readonly before?: readonly Parameter[] | undefined
  /** Reads backwards from `before`. */
  readonly inverted?: boolean
  readonly limit: number
}

/** The rows of a read, and their order. */
export interface Paged<Row> {
  readonly columns: Columns
  readonly belonging: Belonging
  /** The columns of the order. Together with the run they identify a row. */
  readonly order: readonly (string & keyof Row)[]
  /** The columns that may contain long texts. */
  readonly texts: readonly (string & keyof Row)[]
}

/** The caller of a read. It allows each statement after the first, and learns how many characters follow. */
export interface Reader {
  pause(): Promise<void>
  read(characters: number): void
}

/** The position of a row of a page, and the length of its texts. */
interface Place {
  readonly key: Key
  readonly bytes: number
}

/** Rows found by one statement, at most. On SQLite it holds the event loop for some milliseconds. */
const MOST_ROWS = 5000

/** Keys of one statement, at most. */
const MOST_KEYS = 500

/**
 * Reads a page for each of many keys, in two statements, or in a few more if there are many rows or much text. The first finds
 * the rows and the lengths of their texts, without reading the texts.
 */
export async function readPages<Row extends object>(
  source: Source,
  paged: Paged<Row>,
  range: PageRange,
  keys: readonly Key[],
  reader: Reader,
): Promise<Row[][]> {
  const pages = await findPages(source, paged, range, keys, reader)
  const places = pages.flat()
  reader.read(places.reduce((sum, { bytes }) => sum + bytes, 0))
  const { columns } = paged
  const found = new Map<string, Row>()
  for (let at = 0; at < places.length;) {
    const wanted: Key[] = []
    for (let bytes = 0; at < places.length && bytes <= PART_BYTES && wanted.length < MOST_ROWS; at++) {
      wanted.push(places[at]!.key)
      bytes += places[at]!.bytes
    }
    await reader.pause()
    for (const row of await lookup<Row>(source, columns, columns.key, wanted))
      found.set(columns.key.map((name) => String(row[name as keyof Row])).join('/'), row)
  }
  // A row that was deleted meanwhile is missing.
  return pages.map((page) => page.flatMap(({ key }) => found.get(key.join('/')) ?? []))
}

async function findPages<Row>(
  source: Source,
  paged: Paged<Row>,
  range: PageRange,
  keys: readonly Key[],
  reader: Reader,
): Promise<Place[][]> {
  const pages: { place: Place; sort: readonly bigint[] }[][] = keys.map(() => [])
  if (range.limit < 1) return keys.map(() => [])
  // One page more than fits, because the last page of a full statement may be incomplete and is read again.
  const most = MOST_ROWS + range.limit
  const { columns, order } = paged
  for (let done = 0; done < keys.length;) {
    if (done) await reader.pause()
    const asked = keys.slice(done, done + MOST_KEYS)
    const found = await source.read(statementOf(source.dialect, paged, range, asked, most))
    for (const [n, bytes, ...values] of found) {
      const key = values
        .slice(0, columns.key.length)
        .map((value, at) =>
          columns.kinds[columns.key[at]!] === 'uuid' ? String(value) : BigInt(value as number),
        )
      const sort = values.slice(columns.key.length).map((value) => BigInt(value as number))
      pages[done + Number(n)]!.push({ place: { key, bytes: Number(bytes) }, sort })
    }
    if (found.length < most) done += asked.length
    else {
      done += Number(found.at(-1)![0])
      pages[done] = []
    }
  }
  const direction = range.inverted ? -1 : 1
  const compare = ({ sort: a }: { sort: readonly bigint[] }, { sort: b }: { sort: readonly bigint[] }) => {
    const column = order.findIndex((_, at) => a[at] !== b[at])
    return column < 0 ? 0 : a[column]! < b[column]! ? -direction : direction
  }
  return pages.map((page) => page.sort(compare).map(({ place }) => place))
}

function statementOf<Row>(
  dialect: Dialect,
  { columns, belonging, order, texts }: Paged<Row>,
  { after, before, inverted, limit }: PageRange,
  keys: readonly Key[],
  most: number,
) {
  const { sql: wanted, parameters } = keysOf(dialect, belonging, keys)
  const parameter = (value: Parameter) => `$${parameters.push(value)}`
  const list = (values: readonly Parameter[]) => `(${values.map(parameter).join(', ')})`
  const place = `(${order.map((name) => `i."${name}"`).join(', ')})`
  const conditions = [...belonging.where(parameter, dialect)]
  if (after) conditions.push(`${place} > ${list(after)}`)
  if (before) conditions.push(`${place} < ${list(before)}`)
  const selected = (row: string) =>
    [
      texts.map((name) => `octet_length(${row}."${name}")`).join(' + ') || '0',
      ...[...columns.key, ...order].map((name) => `${row}."${name}"`),
    ].join(', ')
  const sql = dialect.pages({
    wanted,
    table: columns.table,
    selected,
    where: conditions.join(' AND '),
    order: order.map((name) => `i."${name}" ${inverted ? 'DESC' : 'ASC'}`).join(', '),
    limit: parameter(limit),
    most: parameter(most),
  })
  return { sql, parameters }
}

/** Keys as a table with a column for each of their values, and `n`, their number from 0. */
function keysOf(dialect: Dialect, { key }: Belonging, keys: readonly Key[]) {
  const kinds = Object.entries(key)
  const named = kinds.map(([name], at) => `"c${at + 1}" AS "${name}"`)
  const given = dialect.given(['whole', ...kinds.map(([, kind]) => kind)])
  const parameters: Parameter[] = [keysParameter(keys.map((values, n) => [n, ...values]))]
  return { sql: `(SELECT "c0" AS "n", ${named.join(', ')} FROM ${given} given)`, parameters }
}

/** Counts the rows of a table for each of many keys, in one statement, which may read very many rows. */
export async function countEach(
  { readAside, dialect }: Source & Aside,
  { table }: Columns,
  belonging: Belonging,
  keys: readonly Key[],
): Promise<number[]> {
  const { sql: wanted, parameters } = keysOf(dialect, belonging, keys)
  const conditions = belonging.where((value) => `$${parameters.push(value)}`, dialect)
  const counted = `(SELECT count(*) FROM "${table}" i WHERE ${conditions.join(' AND ')})`
  const counts = keys.map(() => 0)
  // Keys come first in the text, as SQLite counts parameters.
  const sql = `WITH w AS ${wanted} SELECT w."n", ${counted} FROM w`
  for (const [n, count] of await readAside({ sql, parameters })) counts[Number(n)] = Number(count)
  return counts
}

/** The connection for reads that take long. */
export interface Aside {
  readonly readAside: Source['read']
}
