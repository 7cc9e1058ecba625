import {
  resolveCursorConnection,
  type DefaultConnectionArguments,
  type PageInfoShape,
} from '@pothos/plugin-relay'
import { BadInput } from '../errors.ts'
import type { Counted } from './builder.ts'
import type { Part } from '../store/reads/part.ts'
import { DEFAULT_PAGE, type GraphContext } from './context.ts'

/** The position of a row in an order: the values of its sort columns, the last of which is unique. */
export type Position = readonly (string | number | bigint)[]

/** The rows of an order that a page contains. */
export interface Range {
  readonly after?: Position
  readonly before?: Position
  /** Read backwards from `before`. */
  readonly inverted: boolean
  readonly limit: number
}

/** A range as words that identify it. */
export const wordsOf = ({ after, before, inverted, limit }: Range): unknown[] => [
  after?.join(' '),
  before?.join(' '),
  inverted,
  limit,
]

/** A page of a connection. */
export interface Page<Row> {
  readonly edges: readonly { cursor: string; node: Row }[]
  readonly pageInfo: PageInfoShape
  readonly count: Counted['count']
}

/**
 * Resolves a Relay connection by keyset. A cursor holds the sort values of its row, so it stays valid when rows come and go,
 * and the tenth page costs as much as the first. (https://relay.dev/graphql/connections.htm)
 * @param order its name, which each cursor carries, so that a cursor of another order is refused
 * @param positionOf the sort values of a row; `width` of them
 * @param load reads a part of the rows; a cut part makes a shorter page, which says that more follow
 * @param count the number of rows in the whole connection
 * @throws BadInput for a cursor of another connection, or a page over the limit
 */
export async function keysetConnection<Row>(
  context: GraphContext,
  args: DefaultConnectionArguments,
  order: string,
  width: number,
  positionOf: (row: Row) => Position,
  load: (range: Range) => Promise<Part<Row>>,
  count: Counted['count'],
): Promise<Page<Row>> {
  for (const [name, size] of Object.entries({ first: args.first, last: args.last })) {
    if (size == null) continue
    if (size < 0 || size > context.caller.pageLimit)
      throw new BadInput(
        `${name}: must be between 0 and ${context.caller.pageLimit}; ask for the next page with a cursor`,
      )
  }
  let cut: 'hasNextPage' | 'hasPreviousPage' | undefined
  const page = (await resolveCursorConnection(
    {
      args,
      defaultSize: DEFAULT_PAGE,
      maxSize: context.caller.pageLimit,
      toCursor: (row) => encode(order, positionOf(row as Row)),
    },
    async ({ after, before, inverted, limit }) => {
      const part = await load({
        inverted,
        limit,
        ...(after && { after: decode(after, order, width) }),
        ...(before && { before: decode(before, order, width) }),
      })
      if (part.cut) cut = inverted ? 'hasPreviousPage' : 'hasNextPage'
      return part.rows
    },
  )) as Omit<Page<Row>, 'count'>
  return { ...page, pageInfo: { ...page.pageInfo, ...(cut && { [cut]: true }) }, count }
}

const encode = (order: string, position: Position): string =>
  Buffer.from([order, ...position].join(' ')).toString('base64url')

function decode(cursor: string, order: string, width: number): Position {
  const [named, ...values] = Buffer.from(cursor, 'base64url').toString().split(' ')
  if (named !== order && /^[a-z]{1,20}$/.test(named!))
    throw new BadInput(
      `The cursor "${cursor}" is of the order "${named}", not "${order}". Begin again without a cursor.`,
    )
  if (
    named !== order ||
    values.length !== width ||
    !values.slice(0, -1).every(isInteger) ||
    !values.every(fits)
  )
    throw new BadInput(`"${cursor}" is no cursor of this connection`)
  return values.map((value) => (isInteger(value) ? integer(value) : value))
}

const integer = (text: string) => (Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text))
const isInteger = (text: string): boolean => /^-?\d{1,19}$/.test(text)

/** A number above 64 bits would fail in the database. */
const fits = (text: string): boolean => !isInteger(text) || BigInt(text) === BigInt.asIntN(64, BigInt(text))
