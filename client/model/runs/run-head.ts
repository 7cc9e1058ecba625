import type { RunHeadFragment } from '../../gql/graphql.ts'

/** The head of a run's page. */
export type RunHead = RunHeadFragment
