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
    "\n    mutation DeleteRuns($ids: [ID!]!) {\n      outcome: deleteRuns(ids: $ids) {\n        deleted\n        totalRequested\n        errors {\n          code\n          message\n        }\n      }\n    }\n  ": typeof types.DeleteRunsDocument,
    "\n      query Events($id: UUID!, $first: Int!, $after: String) {\n        run(id: $id) {\n          page: events(first: $first, after: $after) {\n            nodes {\n              line\n            }\n            pageInfo {\n              hasNextPage\n              endCursor\n            }\n          }\n        }\n      }\n    ": typeof types.EventsDocument,
    "\n      query Processes($id: UUID!, $first: Int!, $after: String) {\n        run(id: $id) {\n          page: processes(first: $first, after: $after) {\n            nodes {\n              build_run_id: runId\n              pid\n              ppid\n              name\n              cmdline: commandLine\n              start_time: startTime\n              end_time: endTime\n              cpu_usage: cpuUsage\n              mem_usage: memory\n              status\n              children {\n                pid\n              }\n            }\n            pageInfo {\n              hasNextPage\n              endCursor\n            }\n          }\n        }\n      }\n    ": typeof types.ProcessesDocument,
    "\n  fragment RunFields on Run {\n    id\n    command\n    args\n    start_time: startTime\n    end_time: endTime\n    status\n    exit_code: exitCode\n    working_dir: workingDir\n    process_count: processCount\n    duration\n  }\n": typeof types.RunFieldsFragmentDoc,
    "\n      query Runs($search: String, $first: Int!, $after: String) {\n        page: runs(search: $search, status: [running, completed, failed], first: $first, after: $after) {\n          nodes {\n            ...RunFields\n          }\n          pageInfo {\n            hasNextPage\n            endCursor\n          }\n        }\n      }\n    ": typeof types.RunsDocument,
    "\n      query LiveRuns($first: Int!, $after: String) {\n        page: runs(status: [running_live], first: $first, after: $after) {\n          nodes {\n            ...RunFields\n          }\n          pageInfo {\n            hasNextPage\n            endCursor\n          }\n        }\n      }\n    ": typeof types.LiveRunsDocument,
    "\n      query RunById($id: UUID!) {\n        run(id: $id) {\n          ...RunFields\n        }\n      }\n    ": typeof types.RunByIdDocument,
    "\n    query Initial($first: Int!) {\n      liveRuns {\n        ...RunFields\n      }\n      runs(status: [running, completed, failed], first: $first) {\n        nodes {\n          ...RunFields\n        }\n      }\n    }\n  ": typeof types.InitialDocument,
    "\n    subscription Live {\n      batch: liveEvents {\n        events {\n          line\n        }\n      }\n    }\n  ": typeof types.LiveDocument,
    "\n    query Exists($id: UUID!) {\n      run(id: $id) {\n        id\n      }\n    }\n  ": typeof types.ExistsDocument,
    "\n    subscription Run($id: UUID!) {\n      batch: runEvents(runId: $id) {\n        events {\n          line\n        }\n      }\n    }\n  ": typeof types.RunDocument,
    "\n      query Stats {\n        stats {\n          total_runs: totalRuns\n          live_builds: liveBuilds\n          by_status: byStatus {\n            status\n            count\n          }\n          oldest_run: oldestRun\n          newest_run: newestRun\n        }\n      }\n    ": typeof types.StatsDocument,
};
const documents: Documents = {
    "\n    mutation DeleteRuns($ids: [ID!]!) {\n      outcome: deleteRuns(ids: $ids) {\n        deleted\n        totalRequested\n        errors {\n          code\n          message\n        }\n      }\n    }\n  ": types.DeleteRunsDocument,
    "\n      query Events($id: UUID!, $first: Int!, $after: String) {\n        run(id: $id) {\n          page: events(first: $first, after: $after) {\n            nodes {\n              line\n            }\n            pageInfo {\n              hasNextPage\n              endCursor\n            }\n          }\n        }\n      }\n    ": types.EventsDocument,
    "\n      query Processes($id: UUID!, $first: Int!, $after: String) {\n        run(id: $id) {\n          page: processes(first: $first, after: $after) {\n            nodes {\n              build_run_id: runId\n              pid\n              ppid\n              name\n              cmdline: commandLine\n              start_time: startTime\n              end_time: endTime\n              cpu_usage: cpuUsage\n              mem_usage: memory\n              status\n              children {\n                pid\n              }\n            }\n            pageInfo {\n              hasNextPage\n              endCursor\n            }\n          }\n        }\n      }\n    ": types.ProcessesDocument,
    "\n  fragment RunFields on Run {\n    id\n    command\n    args\n    start_time: startTime\n    end_time: endTime\n    status\n    exit_code: exitCode\n    working_dir: workingDir\n    process_count: processCount\n    duration\n  }\n": types.RunFieldsFragmentDoc,
    "\n      query Runs($search: String, $first: Int!, $after: String) {\n        page: runs(search: $search, status: [running, completed, failed], first: $first, after: $after) {\n          nodes {\n            ...RunFields\n          }\n          pageInfo {\n            hasNextPage\n            endCursor\n          }\n        }\n      }\n    ": types.RunsDocument,
    "\n      query LiveRuns($first: Int!, $after: String) {\n        page: runs(status: [running_live], first: $first, after: $after) {\n          nodes {\n            ...RunFields\n          }\n          pageInfo {\n            hasNextPage\n            endCursor\n          }\n        }\n      }\n    ": types.LiveRunsDocument,
    "\n      query RunById($id: UUID!) {\n        run(id: $id) {\n          ...RunFields\n        }\n      }\n    ": types.RunByIdDocument,
    "\n    query Initial($first: Int!) {\n      liveRuns {\n        ...RunFields\n      }\n      runs(status: [running, completed, failed], first: $first) {\n        nodes {\n          ...RunFields\n        }\n      }\n    }\n  ": types.InitialDocument,
    "\n    subscription Live {\n      batch: liveEvents {\n        events {\n          line\n        }\n      }\n    }\n  ": types.LiveDocument,
    "\n    query Exists($id: UUID!) {\n      run(id: $id) {\n        id\n      }\n    }\n  ": types.ExistsDocument,
    "\n    subscription Run($id: UUID!) {\n      batch: runEvents(runId: $id) {\n        events {\n          line\n        }\n      }\n    }\n  ": types.RunDocument,
    "\n      query Stats {\n        stats {\n          total_runs: totalRuns\n          live_builds: liveBuilds\n          by_status: byStatus {\n            status\n            count\n          }\n          oldest_run: oldestRun\n          newest_run: newestRun\n        }\n      }\n    ": types.StatsDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n    mutation DeleteRuns($ids: [ID!]!) {\n      outcome: deleteRuns(ids: $ids) {\n        deleted\n        totalRequested\n        errors {\n          code\n          message\n        }\n      }\n    }\n  "): typeof import('./graphql.ts').DeleteRunsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n      query Events($id: UUID!, $first: Int!, $after: String) {\n        run(id: $id) {\n          page: events(first: $first, after: $after) {\n            nodes {\n              line\n            }\n            pageInfo {\n              hasNextPage\n              endCursor\n            }\n          }\n        }\n      }\n    "): typeof import('./graphql.ts').EventsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n      query Processes($id: UUID!, $first: Int!, $after: String) {\n        run(id: $id) {\n          page: processes(first: $first, after: $after) {\n            nodes {\n              build_run_id: runId\n              pid\n              ppid\n              name\n              cmdline: commandLine\n              start_time: startTime\n              end_time: endTime\n              cpu_usage: cpuUsage\n              mem_usage: memory\n              status\n              children {\n                pid\n              }\n            }\n            pageInfo {\n              hasNextPage\n              endCursor\n            }\n          }\n        }\n      }\n    "): typeof import('./graphql.ts').ProcessesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment RunFields on Run {\n    id\n    command\n    args\n    start_time: startTime\n    end_time: endTime\n    status\n    exit_code: exitCode\n    working_dir: workingDir\n    process_count: processCount\n    duration\n  }\n"): typeof import('./graphql.ts').RunFieldsFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n      query Runs($search: String, $first: Int!, $after: String) {\n        page: runs(search: $search, status: [running, completed, failed], first: $first, after: $after) {\n          nodes {\n            ...RunFields\n          }\n          pageInfo {\n            hasNextPage\n            endCursor\n          }\n        }\n      }\n    "): typeof import('./graphql.ts').RunsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n      query LiveRuns($first: Int!, $after: String) {\n        page: runs(status: [running_live], first: $first, after: $after) {\n          nodes {\n            ...RunFields\n          }\n          pageInfo {\n            hasNextPage\n            endCursor\n          }\n        }\n      }\n    "): typeof import('./graphql.ts').LiveRunsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n      query RunById($id: UUID!) {\n        run(id: $id) {\n          ...RunFields\n        }\n      }\n    "): typeof import('./graphql.ts').RunByIdDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n    query Initial($first: Int!) {\n      liveRuns {\n        ...RunFields\n      }\n      runs(status: [running, completed, failed], first: $first) {\n        nodes {\n          ...RunFields\n        }\n      }\n    }\n  "): typeof import('./graphql.ts').InitialDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n    subscription Live {\n      batch: liveEvents {\n        events {\n          line\n        }\n      }\n    }\n  "): typeof import('./graphql.ts').LiveDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n    query Exists($id: UUID!) {\n      run(id: $id) {\n        id\n      }\n    }\n  "): typeof import('./graphql.ts').ExistsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n    subscription Run($id: UUID!) {\n      batch: runEvents(runId: $id) {\n        events {\n          line\n        }\n      }\n    }\n  "): typeof import('./graphql.ts').RunDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n      query Stats {\n        stats {\n          total_runs: totalRuns\n          live_builds: liveBuilds\n          by_status: byStatus {\n            status\n            count\n          }\n          oldest_run: oldestRun\n          newest_run: newestRun\n        }\n      }\n    "): typeof import('./graphql.ts').StatsDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
