/* eslint-disable */
import * as types from './graphql.ts';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  query Compare($base: UUID!, $head: UUID!) {\n    compare(base: $base, head: $head) {\n      base {\n        ...RunFacts\n      }\n      head {\n        ...RunFacts\n      }\n      byTool {\n        tool\n        delta\n        base {\n          count\n          own\n        }\n        head {\n          count\n          own\n        }\n      }\n      changes(first: 10) {\n        name\n        commandLine\n        delta\n        base {\n          count\n          own\n        }\n        head {\n          count\n          own\n        }\n      }\n    }\n  }\n": typeof types.CompareDocument,
    "\n  fragment WithEarlier on Run {\n    id\n    history {\n      runs {\n        id\n        status\n      }\n    }\n  }\n": typeof types.WithEarlierFragmentDoc,
    "\n  query LastTwo($first: Int!) {\n    runs(first: $first, status: [completed, failed]) {\n      nodes {\n        ...WithEarlier\n      }\n    }\n  }\n": typeof types.LastTwoDocument,
    "\n  query OneBefore($id: UUID!) {\n    run(id: $id) {\n      ...WithEarlier\n    }\n  }\n": typeof types.OneBeforeDocument,
    "\n  query Lines($id: UUID!, $first: Int!, $after: String) {\n    run(id: $id) {\n      line\n      events(first: $first, after: $after, order: seq) {\n        nodes {\n          line\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n": typeof types.LinesDocument,
    "\n  query Held($id: UUID!) {\n    run(id: $id) {\n      seq\n      processes(first: 0) {\n        totalCount\n      }\n    }\n  }\n": typeof types.HeldDocument,
    "\n  query Runs(\n    $search: String\n    $labels: [LabelFilter!]\n    $status: [RunStatus!]\n    $since: DateTime\n    $directory: String\n    $first: Int!\n    $after: String\n  ) {\n    runs(\n      search: $search\n      labels: $labels\n      status: $status\n      since: $since\n      directory: $directory\n      first: $first\n      after: $after\n    ) {\n      nodes {\n        ...RunFacts\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.RunsDocument,
    "\n  query IsThere {\n    stats {\n      totalRuns\n    }\n  }\n": typeof types.IsThereDocument,
    "\n  mutation Pin($id: UUID!, $pinned: Boolean!) {\n    pinRun(id: $id, pinned: $pinned) {\n      id\n    }\n  }\n": typeof types.PinDocument,
    "\n  mutation Delete($ids: [ID!]!) {\n    deleteRuns(ids: $ids) {\n      deleted\n      errors {\n        id\n        code\n        message\n      }\n    }\n  }\n": typeof types.DeleteDocument,
    "\n  subscription Tail($id: UUID!, $after: Int!) {\n    runEvents(runId: $id, after: $after) {\n      seq\n      events {\n        line\n      }\n    }\n  }\n": typeof types.TailDocument,
    "\n  query Now {\n    live: runs(status: [running_live], first: 1) {\n      nodes {\n        id\n      }\n    }\n    runs(first: 1) {\n      nodes {\n        id\n      }\n    }\n  }\n": typeof types.NowDocument,
    "\n  query Known($id: UUID!) {\n    run(id: $id) {\n      id\n    }\n  }\n": typeof types.KnownDocument,
    "\n  query Newest($first: Int!, $after: String) {\n    runs(first: $first, after: $after) {\n      nodes {\n        id\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.NewestDocument,
    "\n  query BeginningWith($text: String!, $first: Int!) {\n    runs(idPrefix: $text, first: $first) {\n      totalCount\n      nodes {\n        id\n        shortId\n        startTime\n        commandLine\n      }\n    }\n  }\n": typeof types.BeginningWithDocument,
    "\n  fragment RunFacts on Run {\n    id\n    shortId\n    commandLine\n    workingDir\n    status\n    startTime\n    duration\n    exitCode\n    processCount\n    cpuTime\n    peakMemory\n    pinned\n    host\n    cores\n    parallelism\n    labels {\n      name\n      value\n    }\n    capture {\n      tracer\n      blindSpots\n      samplesDropped\n      overhead\n    }\n  }\n": typeof types.RunFactsFragmentDoc,
    "\n  query Recording($id: UUID!) {\n    run(id: $id) {\n      ...RunFacts\n      timeline\n    }\n  }\n": typeof types.RecordingDocument,
};
const documents: Documents = {
    "\n  query Compare($base: UUID!, $head: UUID!) {\n    compare(base: $base, head: $head) {\n      base {\n        ...RunFacts\n      }\n      head {\n        ...RunFacts\n      }\n      byTool {\n        tool\n        delta\n        base {\n          count\n          own\n        }\n        head {\n          count\n          own\n        }\n      }\n      changes(first: 10) {\n        name\n        commandLine\n        delta\n        base {\n          count\n          own\n        }\n        head {\n          count\n          own\n        }\n      }\n    }\n  }\n": types.CompareDocument,
    "\n  fragment WithEarlier on Run {\n    id\n    history {\n      runs {\n        id\n        status\n      }\n    }\n  }\n": types.WithEarlierFragmentDoc,
    "\n  query LastTwo($first: Int!) {\n    runs(first: $first, status: [completed, failed]) {\n      nodes {\n        ...WithEarlier\n      }\n    }\n  }\n": types.LastTwoDocument,
    "\n  query OneBefore($id: UUID!) {\n    run(id: $id) {\n      ...WithEarlier\n    }\n  }\n": types.OneBeforeDocument,
    "\n  query Lines($id: UUID!, $first: Int!, $after: String) {\n    run(id: $id) {\n      line\n      events(first: $first, after: $after, order: seq) {\n        nodes {\n          line\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n": types.LinesDocument,
    "\n  query Held($id: UUID!) {\n    run(id: $id) {\n      seq\n      processes(first: 0) {\n        totalCount\n      }\n    }\n  }\n": types.HeldDocument,
    "\n  query Runs(\n    $search: String\n    $labels: [LabelFilter!]\n    $status: [RunStatus!]\n    $since: DateTime\n    $directory: String\n    $first: Int!\n    $after: String\n  ) {\n    runs(\n      search: $search\n      labels: $labels\n      status: $status\n      since: $since\n      directory: $directory\n      first: $first\n      after: $after\n    ) {\n      nodes {\n        ...RunFacts\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": types.RunsDocument,
    "\n  query IsThere {\n    stats {\n      totalRuns\n    }\n  }\n": types.IsThereDocument,
    "\n  mutation Pin($id: UUID!, $pinned: Boolean!) {\n    pinRun(id: $id, pinned: $pinned) {\n      id\n    }\n  }\n": types.PinDocument,
    "\n  mutation Delete($ids: [ID!]!) {\n    deleteRuns(ids: $ids) {\n      deleted\n      errors {\n        id\n        code\n        message\n      }\n    }\n  }\n": types.DeleteDocument,
    "\n  subscription Tail($id: UUID!, $after: Int!) {\n    runEvents(runId: $id, after: $after) {\n      seq\n      events {\n        line\n      }\n    }\n  }\n": types.TailDocument,
    "\n  query Now {\n    live: runs(status: [running_live], first: 1) {\n      nodes {\n        id\n      }\n    }\n    runs(first: 1) {\n      nodes {\n        id\n      }\n    }\n  }\n": types.NowDocument,
    "\n  query Known($id: UUID!) {\n    run(id: $id) {\n      id\n    }\n  }\n": types.KnownDocument,
    "\n  query Newest($first: Int!, $after: String) {\n    runs(first: $first, after: $after) {\n      nodes {\n        id\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": types.NewestDocument,
    "\n  query BeginningWith($text: String!, $first: Int!) {\n    runs(idPrefix: $text, first: $first) {\n      totalCount\n      nodes {\n        id\n        shortId\n        startTime\n        commandLine\n      }\n    }\n  }\n": types.BeginningWithDocument,
    "\n  fragment RunFacts on Run {\n    id\n    shortId\n    commandLine\n    workingDir\n    status\n    startTime\n    duration\n    exitCode\n    processCount\n    cpuTime\n    peakMemory\n    pinned\n    host\n    cores\n    parallelism\n    labels {\n      name\n      value\n    }\n    capture {\n      tracer\n      blindSpots\n      samplesDropped\n      overhead\n    }\n  }\n": types.RunFactsFragmentDoc,
    "\n  query Recording($id: UUID!) {\n    run(id: $id) {\n      ...RunFacts\n      timeline\n    }\n  }\n": types.RecordingDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Compare($base: UUID!, $head: UUID!) {\n    compare(base: $base, head: $head) {\n      base {\n        ...RunFacts\n      }\n      head {\n        ...RunFacts\n      }\n      byTool {\n        tool\n        delta\n        base {\n          count\n          own\n        }\n        head {\n          count\n          own\n        }\n      }\n      changes(first: 10) {\n        name\n        commandLine\n        delta\n        base {\n          count\n          own\n        }\n        head {\n          count\n          own\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').CompareDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment WithEarlier on Run {\n    id\n    history {\n      runs {\n        id\n        status\n      }\n    }\n  }\n"): typeof import('./graphql.ts').WithEarlierFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query LastTwo($first: Int!) {\n    runs(first: $first, status: [completed, failed]) {\n      nodes {\n        ...WithEarlier\n      }\n    }\n  }\n"): typeof import('./graphql.ts').LastTwoDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OneBefore($id: UUID!) {\n    run(id: $id) {\n      ...WithEarlier\n    }\n  }\n"): typeof import('./graphql.ts').OneBeforeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Lines($id: UUID!, $first: Int!, $after: String) {\n    run(id: $id) {\n      line\n      events(first: $first, after: $after, order: seq) {\n        nodes {\n          line\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').LinesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Held($id: UUID!) {\n    run(id: $id) {\n      seq\n      processes(first: 0) {\n        totalCount\n      }\n    }\n  }\n"): typeof import('./graphql.ts').HeldDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Runs(\n    $search: String\n    $labels: [LabelFilter!]\n    $status: [RunStatus!]\n    $since: DateTime\n    $directory: String\n    $first: Int!\n    $after: String\n  ) {\n    runs(\n      search: $search\n      labels: $labels\n      status: $status\n      since: $since\n      directory: $directory\n      first: $first\n      after: $after\n    ) {\n      nodes {\n        ...RunFacts\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RunsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query IsThere {\n    stats {\n      totalRuns\n    }\n  }\n"): typeof import('./graphql.ts').IsThereDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Pin($id: UUID!, $pinned: Boolean!) {\n    pinRun(id: $id, pinned: $pinned) {\n      id\n    }\n  }\n"): typeof import('./graphql.ts').PinDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Delete($ids: [ID!]!) {\n    deleteRuns(ids: $ids) {\n      deleted\n      errors {\n        id\n        code\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').DeleteDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription Tail($id: UUID!, $after: Int!) {\n    runEvents(runId: $id, after: $after) {\n      seq\n      events {\n        line\n      }\n    }\n  }\n"): typeof import('./graphql.ts').TailDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Now {\n    live: runs(status: [running_live], first: 1) {\n      nodes {\n        id\n      }\n    }\n    runs(first: 1) {\n      nodes {\n        id\n      }\n    }\n  }\n"): typeof import('./graphql.ts').NowDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Known($id: UUID!) {\n    run(id: $id) {\n      id\n    }\n  }\n"): typeof import('./graphql.ts').KnownDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Newest($first: Int!, $after: String) {\n    runs(first: $first, after: $after) {\n      nodes {\n        id\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): typeof import('./graphql.ts').NewestDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query BeginningWith($text: String!, $first: Int!) {\n    runs(idPrefix: $text, first: $first) {\n      totalCount\n      nodes {\n        id\n        shortId\n        startTime\n        commandLine\n      }\n    }\n  }\n"): typeof import('./graphql.ts').BeginningWithDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment RunFacts on Run {\n    id\n    shortId\n    commandLine\n    workingDir\n    status\n    startTime\n    duration\n    exitCode\n    processCount\n    cpuTime\n    peakMemory\n    pinned\n    host\n    cores\n    parallelism\n    labels {\n      name\n      value\n    }\n    capture {\n      tracer\n      blindSpots\n      samplesDropped\n      overhead\n    }\n  }\n"): typeof import('./graphql.ts').RunFactsFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Recording($id: UUID!) {\n    run(id: $id) {\n      ...RunFacts\n      timeline\n    }\n  }\n"): typeof import('./graphql.ts').RecordingDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
