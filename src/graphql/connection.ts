import {
  resolveCursorConnection,
  type DefaultConnectionArguments,
  type PageInfoShape,
} from '@pothos/plugin-relay'
import { BadInput } from '../errors.ts'
import type { Counted } from './builder.ts'
import { DEFAULT_PAGE, type GraphContext } from './context.ts'

/** The place of a row in an order: the values of its sort columns, the last of which is unique. */
export type Position = readonly (string | number | bigint)[]

/** Which rows of an order a page holds. */
export interface Range {
  readonly after?: Position
  readonly before?: Position
  /** Read backwards from `before`. */
  readonly inverted: boolean
  readonly limit: number
}

/** A page of a connection. */
export interface Page<Row> {
  readonly edges: readonly { cursor: string; node: Row }[]
  readonly pageInfo: PageInfoShape
  readonly count: Counted['count']
}

/**
 * Resolves a Relay connection by keyset: a cursor holds the sort values of its row, so that it stays right when rows
 * come and go, and the tenth page costs what the first does. (https://relay.dev/graphql/connections.htm)
 * @param positionOf the sort values of a row; `width` of them
 * @param count how many rows the whole connection has
 * @throws BadInput for a cursor that is not one of this connection, or a page over the limit
 */
export async function keysetConnection<Row>(
  context: GraphContext,
  args: DefaultConnectionArguments,
  width: number,
  positionOf: (row: Row) => Position,
  load: (range: Range) => Promise<Row[]>,
  count: Counted['count'],
): Promise<Page<Row>> {
  for (const [name, size] of Object.entries({ first: args.first, last: args.last })) {
    if (size == null) continue
    if (size < 0 || size > context.caller.pageLimit)
      throw new BadInput(
        `${name}: must be between 0 and ${context.caller.pageLimit}; ask for the next page with a cursor`,
      )
  }
  const page = await resolveCursorConnection(
    {
      args,
      defaultSize: DEFAULT_PAGE,
      maxSize: context.caller.pageLimit,
      toCursor: (row) => encode(positionOf(row as Row)),
    },
    ({ after, before, inverted, limit }) =>
      load({
        inverted,
        limit,
        ...(after && { after: decode(after, width) }),
        ...(before && { before: decode(before, width) }),
      }),
  )
  return { ...(page as Omit<Page<Row>, 'count'>), count }
}

/**
 * A Prisma filter for the rows of a range, in ascending order of one or two columns.
 * The first column is bounded on its own, so that an index serves it.
 */
export function within(columns: readonly [string, string?], { after, before }: Range) {
  const bound = (position: Position, strict: 'gt' | 'lt', loose: 'gte' | 'lte') => {
    const [first, second] = columns
    if (!second) return { [first]: { [strict]: position[0] } }
    return {
      [first]: { [loose]: position[0] },
      OR: [{ [first]: { [strict]: position[0] } }, { [second]: { [strict]: position[1] } }],
    }
  }
  return {
    AND: [...(after ? [bound(after, 'gt', 'gte')] : []), ...(before ? [bound(before, 'lt', 'lte')] : [])],
  }
}

/** Prisma's order for a range, in ascending order of the columns. */
export const ordered = (columns: readonly [string, string?], { inverted }: Range) =>
  columns.map((column) => ({ [column!]: inverted ? ('desc' as const) : ('asc' as const) }))

const encode = (position: Position): string => Buffer.from(position.join(' ')).toString('base64url')

function decode(cursor: string, width: number): Position {
  const values = Buffer.from(cursor, 'base64url').toString().split(' ')
  if (values.length !== width || !values.slice(0, -1).every(isInteger) || !values.every(fits))
    throw new BadInput(`"${cursor}" is no cursor of this connection`)
  return values.map((value) => (isInteger(value) ? integer(value) : value))
}

const integer = (text: string) => (Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text))
const isInteger = (text: string): boolean => /^-?\d{1,19}$/.test(text)

/** A number beyond 64 bits would not fail here, but in the database. */
const fits = (text: string): boolean => !isInteger(text) || BigInt(text) === BigInt.asIntN(64, BigInt(text))
