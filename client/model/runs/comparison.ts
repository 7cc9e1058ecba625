import type { CompareQuery } from '../../gql/graphql.ts'

/** The differences between two runs. */
export type Comparison = CompareQuery['compare']

/** One of the two, with its concurrency over time. */
export type ComparedRun = Comparison['head']

/** Processes that one of the two runs has, or that took longer or shorter. */
export type ProcessChange = Comparison['changes'][number]
