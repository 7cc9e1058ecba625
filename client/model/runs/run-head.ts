import type { RunHeadFragment } from '../../gql/graphql.ts'

/** What the head of a run's page shows. */
export type RunHead = RunHeadFragment
