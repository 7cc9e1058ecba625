import type { Parameter } from '../connection.ts'
import { keysParameter, type Columns, type Dialect, type Kind } from '../dialect.ts'
import { lookup, type Source } from './lookup.ts'
import { PART_BYTES } from './part.ts'

type Key = readonly (string | number | bigint)[]

/** Adds a parameter to a statement. @returns what stands for it */
type AddParameter = (value: Parameter) => string

/** Which rows belong to a key: conditions in which `w` is the key and `i` the row. */
export interface Belonging {
  /** The values of a key by name, and what they hold. */
  readonly key: Readonly<Record<string, Kind>>
  where(parameter: AddParameter, dialect: Dialect): readonly string[]
}

/** A page of an order: between two places, the sort values of rows, none of which is in the page. */
export interface PageRange {
  readonly after?: readonly Parameter[] | undefined
  readonly before?: readonly Parameter[] | undefined
  /** Reads backwards from `before`. */
  readonly inverted?: boolean
  readonly limit: number
}

/** What is read, and how. */
export interface Paged<Row> {
  readonly columns: Columns
  readonly belonging: Belonging
  /** The columns of the order; with the run they tell rows apart. */
  readonly order: readonly (string & keyof Row)[]
  /** The columns whose texts may be long. */
  readonly texts: readonly (string & keyof Row)[]
}

/** Whoever reads: is asked before each statement but the first, and told how many characters will be read. */
export interface Reader {
  pause(): Promise<void>
  read(characters: number): void
}

/** Where a row of a page is, and how long its texts are. */
interface Place {
  readonly key: Key
  readonly bytes: number
}

/** Rows that one statement finds, at most: it holds the event loop for some milliseconds where the database is SQLite. */
const MOST_ROWS = 5000

/** Keys of one statement, at most. */
const MOST_KEYS = 500

/**
 * Reads a page for each of many keys: in two statements, or a few more where they come to many rows or much text. The first
 * finds where the rows are, and how long their texts are, which reads none of them.
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
  // What was deleted meanwhile is missing.
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
  // A page more than fits: the last of a full statement may be cut off, and is read again.
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

/** Counts the rows of a table that belong to each of many keys, in one statement, which may look at very many rows. */
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

/** Where to ask what takes long. */
export interface Aside {
  readonly readAside: Source['read']
}
