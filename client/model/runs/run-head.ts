import type { RunHeadFragment } from '../../gql/graphql.ts'

/** The head of a run's page. */
export type RunHead = RunHeadFragment

/** The whole command line; lists have its beginning. */
export const wholeCommandOf = ({ command, args }: Pick<RunHead, 'command' | 'args'>): string =>
  [command, ...args].join(' ')
