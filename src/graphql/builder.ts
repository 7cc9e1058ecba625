import SchemaBuilder from '@pothos/core'
import ComplexityPlugin from '@pothos/plugin-complexity'
import RelayPlugin from '@pothos/plugin-relay'
import { getNamedType, isLeafType } from 'graphql'
import { BadInput } from '../errors.ts'
import type { ColumnBytes } from '../wire/column-bytes.ts'
import type { JsonText } from '../wire/json-text.ts'
import { DEFAULT_PAGE, type Caller, type GraphContext } from './context.ts'

/** Internal and external forms of the scalars; `scalars.ts` converts between them. */
type Scalars = {
  /** Nanoseconds since 1970, or RFC 3339 text that is printed unchanged. */
  DateTime: { Input: bigint; Output: bigint | string }
  UUID: { Input: string; Output: string }
  Bytes: { Input: bigint; Output: bigint }
  /** JSON of `TimelineColumns`. */
  Timeline: { Input: never; Output: JsonText }
  Columns: { Input: never; Output: ColumnBytes }
  /** JSON of `WaitColumns`, or of null. */
  WaitColumns: { Input: never; Output: JsonText }
}

/** The extra field of every connection; counted only if selected. */
export interface Counted {
  readonly count: () => number | Promise<number>
}

/** Levels of fields in an operation, at most. */
export const DEPTH_LIMIT = 10

/** The graph's builder. Fields are non-null by default; a nullable field means "may be unknown". */
export const builder = new SchemaBuilder<{
  Context: GraphContext
  Scalars: Scalars
  DefaultFieldNullability: false
  DefaultEdgesNullability: false
  DefaultNodeNullability: false
  Connection: Counted
}>({
  plugins: [RelayPlugin, ComplexityPlugin],
  // A value costs nothing. Each object costs 1, multiplied by the lengths of the lists around it.
  complexity: {
    defaultComplexity: 0,
    defaultListMultiplier: 10,
    limit: ({ caller }) => ({ complexity: caller.costLimit, depth: DEPTH_LIMIT }),
    fieldComplexity: ({ first, last }, _, { name, type }) => {
      if (isLeafType(getNamedType(type)) || name === 'pageInfo') return 0
      // The length of the list belongs to the connection around them.
      if (name === 'nodes' || name === 'edges') return { field: 1, multiplier: 1 }
      const paged = getNamedType(type).name.endsWith('Connection')
      return { field: 1, ...(paged && { multiplier: Number(first ?? last ?? DEFAULT_PAGE) }) }
    },
    complexityError: (_, { complexity, maxComplexity, depth }) =>
      costError(complexity, maxComplexity!, depth) ?? new BadInput('The operation costs too much'),
  },
  defaultFieldNullability: false,
  relay: {
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    cursorType: 'String',
    clientMutationId: 'omit',
    edgesFieldOptions: { nullable: false, description: 'The objects of the page, each with its cursor.' },
    nodesOnConnection: { description: 'The objects of the page.' },
    nodeFieldOptions: { nullable: false, description: 'The object.' },
    cursorFieldOptions: { description: 'Its position in the order, for `after` and `before`.' },
    pageInfoFieldOptions: { description: 'Where the page begins and ends, and whether there is more.' },
    pageInfoTypeOptions: { description: 'Where a page begins and ends, and whether there is more.' },
    hasNextPageFieldOptions: {
      description: 'Whether there is more after the page; false for a page by `last`.',
    },
    hasPreviousPageFieldOptions: {
      description: 'Whether there is more before the page; false for a page by `first`.',
    },
    startCursorFieldOptions: { description: 'The cursor of the first object; null if the page is empty.' },
    endCursorFieldOptions: { description: 'The cursor of the last object; null if the page is empty.' },
    defaultConnectionTypeOptions: { description: 'A page of a list.' },
    defaultEdgeTypeOptions: { description: 'An object of a page, with its cursor.' },
    firstArgOptions: {
      description: 'Objects of the page, counted from its begin: at most 500. 50 if neither is given.',
    },
    afterArgOptions: { description: 'A cursor: the page begins after it.' },
    lastArgOptions: { description: 'Objects of the page, counted from its end: at most 500.' },
    beforeArgOptions: { description: 'A cursor: the page ends before it.' },
  },
})

function costError(cost: number, limit: number, depth: number): BadInput | undefined {
  if (depth > DEPTH_LIMIT)
    return new BadInput(`The operation is ${depth} levels deep; at most ${DEPTH_LIMIT} are allowed`)
  if (cost > limit)
    return new BadInput(`The operation costs ${cost}; at most ${limit} is allowed. Ask for shorter pages.`)
  return undefined
}

/** @throws BadInput if an operation is deeper or costs more than its caller's limits */
export function explainCost({ costLimit }: Caller, cost: number, depth: number): void {
  const error = costError(cost, costLimit, depth)
  if (error) throw error
}

builder.queryType({ description: 'The queries. They need the scope `read`.' })
builder.mutationType({
  description: 'The mutations. The description of each field names the scope that it needs.',
})
builder.subscriptionType({ description: 'The subscriptions. They need the scope `read`.' })
builder.globalConnectionField('totalCount', (t) =>
  t.int({ description: 'How many objects the whole list has.', resolve: ({ count }) => count() }),
)
