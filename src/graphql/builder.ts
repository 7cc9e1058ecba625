import SchemaBuilder from '@pothos/core'
import ComplexityPlugin, { ComplexityErrorKind } from '@pothos/plugin-complexity'
import RelayPlugin from '@pothos/plugin-relay'
import { getNamedType, isLeafType } from 'graphql'
import { BadInput } from '../errors.ts'
import { DEFAULT_PAGE, type GraphContext } from './context.ts'

/** Inside and outside forms of the scalars; `scalars.ts` turns one into the other. */
type Scalars = {
  /** Nanoseconds since 1970, or RFC 3339 text that is printed as it stands. */
  DateTime: { Input: bigint; Output: bigint | string }
  UUID: { Input: string; Output: string }
  Bytes: { Input: bigint; Output: bigint }
  Timeline: { Input: never; Output: object }
}

/** What every connection carries beside its page; counted only if asked for. */
export interface Counted {
  readonly count: () => number | Promise<number>
}

/** The graph's builder. Fields are non-null unless they say otherwise: a nullable field means "may be unknown". */
export const builder = new SchemaBuilder<{
  Context: GraphContext
  Scalars: Scalars
  DefaultFieldNullability: false
  DefaultEdgesNullability: false
  DefaultNodeNullability: false
  Connection: Counted
}>({
  plugins: [RelayPlugin, ComplexityPlugin],
  // A value costs nothing; each object does, times the length of the list it stands in.
  complexity: {
    defaultComplexity: 0,
    defaultListMultiplier: 10,
    limit: ({ caller }) => ({ complexity: caller.costLimit, depth: 10 }),
    fieldComplexity: ({ first, last }, _, { name, type }) => {
      if (isLeafType(getNamedType(type)) || name === 'pageInfo') return 0
      if (name === 'nodes' || name === 'edges') return { field: 0, multiplier: 1 }
      const paged = getNamedType(type).name.endsWith('Connection')
      return { field: 1, ...(paged && { multiplier: Number(first ?? last ?? DEFAULT_PAGE) }) }
    },
    complexityError: (kind, { complexity, maxComplexity, depth, maxDepth }) =>
      new BadInput(
        kind === ComplexityErrorKind.Depth
          ? `The operation is ${depth} levels deep; at most ${maxDepth} are allowed`
          : `The operation costs ${complexity}; at most ${maxComplexity} is allowed. Ask for shorter pages.`,
      ),
  },
  defaultFieldNullability: false,
  relay: {
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    cursorType: 'String',
    clientMutationId: 'omit',
    edgesFieldOptions: { nullable: false },
    nodesOnConnection: true,
    nodeFieldOptions: { nullable: false },
  },
})

builder.queryType({})
builder.mutationType({})
builder.subscriptionType({})
builder.globalConnectionField('totalCount', (t) => t.int({ resolve: ({ count }) => count() }))
