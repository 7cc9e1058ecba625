/* eslint-disable */
import type { TimelineColumns } from '../../domain/analysis/timeline.ts';
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
export type MakeOptional<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]?: Maybe<T[SubKey]> };
export type MakeMaybe<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]: Maybe<T[SubKey]> };
export type MakeEmpty<T extends { [key: string]: unknown }, K extends keyof T> = { [_ in K]?: never };
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A number of bytes, unsigned 64-bit: a JSON number up to 2^53 − 1, a string of digits above. */
  Bytes: { input: number | string; output: number | string; }
  /** A time from 1678-01-01T00:00:00Z to 2262-01-01T00:00:00Z, RFC 3339 in UTC, with 3, 6 or 9 decimals. Input may have any offset; a time beyond that is refused. */
  DateTime: { input: string; output: string; }
  /** The processes of a run as columns with a string table; see `TimelineColumns` in the source. */
  Timeline: { input: TimelineColumns; output: TimelineColumns; }
  /** A UUID of 36 characters (RFC 9562); case does not matter. */
  UUID: { input: string; output: string; }
};

/** Something that happened in a run. */
export type BuildEventInput = {
  /** The id of its run. */
  readonly buildRunId: Scalars['UUID']['input'];
  /** Made by the collector; sent again, it is the same event. */
  readonly id: Scalars['UUID']['input'];
  /** The process that it is about. */
  readonly process: ProcessInput;
  /** When it happened. */
  readonly timestamp: Scalars['DateTime']['input'];
  /** What it says. */
  readonly type: EventType;
};

/** A run as its collector sees it. A second one with the same id is an update. */
export type BuildRunInput = {
  /** The arguments of the command. */
  readonly args?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** The program, without its arguments. */
  readonly command: Scalars['String']['input'];
  /** Logical processors of the host, at least 1. */
  readonly cores?: InputMaybe<Scalars['Int']['input']>;
  /** Whole milliseconds. */
  readonly duration?: InputMaybe<Scalars['Float']['input']>;
  /** When it ended. */
  readonly endTime?: InputMaybe<Scalars['DateTime']['input']>;
  /** The exit code of the command. */
  readonly exitCode?: InputMaybe<Scalars['Int']['input']>;
  /** The name of the host that it runs on. */
  readonly host?: InputMaybe<Scalars['String']['input']>;
  /** Made by the collector. */
  readonly id: Scalars['UUID']['input'];
  /** What is to be known of it; of two of a name, the last counts. */
  readonly labels?: InputMaybe<ReadonlyArray<LabelInput>>;
  /** Processes started. */
  readonly processCount?: InputMaybe<Scalars['Int']['input']>;
  /** When it began. */
  readonly startTime: Scalars['DateTime']['input'];
  /** `running` until it ends. */
  readonly status: RunStatus;
  /** The directory that it began in. */
  readonly workingDir?: InputMaybe<Scalars['String']['input']>;
};

/** How processes of one command line differ. */
export type ChangeKind =
  /** They took longer in the base. */
  | 'faster'
  /** Only the base has them. */
  | 'gone'
  /** Only the head has them. */
  | 'new'
  /** They took longer in the head. */
  | 'slower';

/** How events are ordered. */
export type EventOrder =
  /** In the order of arrival. */
  | 'seq'
  /** By the client's time, ties in the order of arrival. */
  | 'timestamp';

/** What an event says. */
export type EventType =
  /** The build ended. */
  | 'build_complete'
  /** The build fell silent, and was given up. */
  | 'build_crashed'
  /** A process ended. */
  | 'process_end'
  /** A process began. */
  | 'process_start'
  /** A sample of what a process uses. */
  | 'resource_update';

/** A label that runs must have. */
export type LabelFilter = {
  /** Its name. */
  readonly name: Scalars['String']['input'];
  /** Any, if it is left out. */
  readonly value?: InputMaybe<Scalars['String']['input']>;
};

/** Something that is to be known of a run. */
export type LabelInput = {
  /** What it tells of. */
  readonly name: Scalars['String']['input'];
  /** What it says. */
  readonly value: Scalars['String']['input'];
};

/** A process as a collector sees it at one moment. What is left out is unknown, and changes nothing. */
export type ProcessInput = {
  /** The id of its run. */
  readonly buildRunId: Scalars['UUID']['input'];
  /** Process ids of its children. */
  readonly children?: InputMaybe<ReadonlyArray<Scalars['Int']['input']>>;
  /** Its command line. */
  readonly commandLine?: InputMaybe<Scalars['String']['input']>;
  /** In per cent of one core. */
  readonly cpuUsage?: InputMaybe<Scalars['Float']['input']>;
  /** When it ended. */
  readonly endTime?: InputMaybe<Scalars['DateTime']['input']>;
  /** Resident memory. */
  readonly memory?: InputMaybe<Scalars['Bytes']['input']>;
  /** Its name. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Its process id. */
  readonly pid: Scalars['Int']['input'];
  /** The process id of its parent. */
  readonly ppid?: InputMaybe<Scalars['Int']['input']>;
  /** When it began: with the pid it tells it apart. */
  readonly startTime: Scalars['DateTime']['input'];
  /** running, completed or crashed. */
  readonly status?: InputMaybe<Scalars['String']['input']>;
};

/** How a process stands. */
export type ProcessStatus =
  /** It ended by itself, whatever its exit code. */
  | 'completed'
  /** A signal ended it. */
  | 'crashed'
  /** It has not ended. */
  | 'running';

/** How runs are ordered. */
export type RunOrder =
  /** By duration, the shortest first. */
  | 'fastest'
  /** By start time, the latest first. */
  | 'newest'
  /** By start time, the earliest first. */
  | 'oldest'
  /** By duration, the longest first. */
  | 'slowest';

/** How a run stands. */
export type RunStatus =
  /** It ended with exit code 0. */
  | 'completed'
  /** It ended otherwise, or was given up. */
  | 'failed'
  /** It fell silent, and is not given up yet. */
  | 'running'
  /** It goes on, and is heard from. */
  | 'running_live';

/** What a collector reports: one of three. */
export type SubmissionInput =
  /** An event of a run that is known. */
  { readonly buildEvent: BuildEventInput; readonly buildRun?: never; readonly process?: never; }
  |  /** A run that begins, or changed. */
  { readonly buildEvent?: never; readonly buildRun: BuildRunInput; readonly process?: never; }
  |  /** A process of a run that is known. */
  { readonly buildEvent?: never; readonly buildRun?: never; readonly process: ProcessInput; };

export type DeleteRunsMutationVariables = Exact<{
  ids: ReadonlyArray<Scalars['ID']['input']> | Scalars['ID']['input'];
}>;


export type DeleteRunsMutation = { readonly __typename?: 'Mutation', readonly outcome: { readonly __typename?: 'DeleteRunsPayload', readonly deleted: ReadonlyArray<string>, readonly totalRequested: number, readonly errors: ReadonlyArray<{ readonly __typename?: 'DeleteError', readonly code: string, readonly message: string }> } };

export type EventsQueryVariables = Exact<{
  id: Scalars['UUID']['input'];
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type EventsQuery = { readonly __typename?: 'Query', readonly run: { readonly __typename?: 'Run', readonly page: { readonly __typename?: 'RunEventsConnection', readonly nodes: ReadonlyArray<{ readonly __typename?: 'BuildEvent', readonly line: string }>, readonly pageInfo: { readonly __typename?: 'PageInfo', readonly hasNextPage: boolean, readonly endCursor: string | null } } } | null };

export type ProcessesQueryVariables = Exact<{
  id: Scalars['UUID']['input'];
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type ProcessesQuery = { readonly __typename?: 'Query', readonly run: { readonly __typename?: 'Run', readonly page: { readonly __typename?: 'RunProcessesConnection', readonly nodes: ReadonlyArray<{ readonly __typename?: 'Process', readonly pid: number, readonly ppid: number, readonly name: string, readonly status: ProcessStatus, readonly build_run_id: string, readonly cmdline: string, readonly start_time: string, readonly end_time: string | null, readonly cpu_usage: number, readonly mem_usage: number | string, readonly children: ReadonlyArray<{ readonly __typename?: 'Process', readonly pid: number }> }>, readonly pageInfo: { readonly __typename?: 'PageInfo', readonly hasNextPage: boolean, readonly endCursor: string | null } } } | null };

export type RunFieldsFragment = { readonly __typename?: 'Run', readonly id: string, readonly command: string, readonly args: ReadonlyArray<string>, readonly status: RunStatus, readonly duration: number | null, readonly start_time: string, readonly end_time: string | null, readonly exit_code: number | null, readonly working_dir: string, readonly process_count: number };

export type RunsQueryVariables = Exact<{
  search?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type RunsQuery = { readonly __typename?: 'Query', readonly page: { readonly __typename?: 'RunConnection', readonly nodes: ReadonlyArray<{ readonly __typename?: 'Run', readonly id: string, readonly command: string, readonly args: ReadonlyArray<string>, readonly status: RunStatus, readonly duration: number | null, readonly start_time: string, readonly end_time: string | null, readonly exit_code: number | null, readonly working_dir: string, readonly process_count: number }>, readonly pageInfo: { readonly __typename?: 'PageInfo', readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type LiveRunsQueryVariables = Exact<{
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type LiveRunsQuery = { readonly __typename?: 'Query', readonly page: { readonly __typename?: 'RunConnection', readonly nodes: ReadonlyArray<{ readonly __typename?: 'Run', readonly id: string, readonly command: string, readonly args: ReadonlyArray<string>, readonly status: RunStatus, readonly duration: number | null, readonly start_time: string, readonly end_time: string | null, readonly exit_code: number | null, readonly working_dir: string, readonly process_count: number }>, readonly pageInfo: { readonly __typename?: 'PageInfo', readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type RunByIdQueryVariables = Exact<{
  id: Scalars['UUID']['input'];
}>;


export type RunByIdQuery = { readonly __typename?: 'Query', readonly run: { readonly __typename?: 'Run', readonly id: string, readonly command: string, readonly args: ReadonlyArray<string>, readonly status: RunStatus, readonly duration: number | null, readonly start_time: string, readonly end_time: string | null, readonly exit_code: number | null, readonly working_dir: string, readonly process_count: number } | null };

export type InitialQueryVariables = Exact<{
  first: Scalars['Int']['input'];
}>;


export type InitialQuery = { readonly __typename?: 'Query', readonly liveRuns: ReadonlyArray<{ readonly __typename?: 'Run', readonly id: string, readonly command: string, readonly args: ReadonlyArray<string>, readonly status: RunStatus, readonly duration: number | null, readonly start_time: string, readonly end_time: string | null, readonly exit_code: number | null, readonly working_dir: string, readonly process_count: number }>, readonly runs: { readonly __typename?: 'RunConnection', readonly nodes: ReadonlyArray<{ readonly __typename?: 'Run', readonly id: string, readonly command: string, readonly args: ReadonlyArray<string>, readonly status: RunStatus, readonly duration: number | null, readonly start_time: string, readonly end_time: string | null, readonly exit_code: number | null, readonly working_dir: string, readonly process_count: number }> } };

export type LiveSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type LiveSubscription = { readonly __typename?: 'Subscription', readonly batch: { readonly __typename?: 'RunEventBatch', readonly events: ReadonlyArray<{ readonly __typename?: 'BuildEvent', readonly line: string }> } };

export type ExistsQueryVariables = Exact<{
  id: Scalars['UUID']['input'];
}>;


export type ExistsQuery = { readonly __typename?: 'Query', readonly run: { readonly __typename?: 'Run', readonly id: string } | null };

export type RunSubscriptionVariables = Exact<{
  id: Scalars['UUID']['input'];
}>;


export type RunSubscription = { readonly __typename?: 'Subscription', readonly batch: { readonly __typename?: 'RunEventBatch', readonly events: ReadonlyArray<{ readonly __typename?: 'BuildEvent', readonly line: string }> } };

export type StatsQueryVariables = Exact<{ [key: string]: never; }>;


export type StatsQuery = { readonly __typename?: 'Query', readonly stats: { readonly __typename?: 'Stats', readonly total_runs: number, readonly live_builds: number, readonly oldest_run: string | null, readonly newest_run: string | null, readonly by_status: ReadonlyArray<{ readonly __typename?: 'StatusCount', readonly status: RunStatus, readonly count: number }> } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const RunFieldsFragmentDoc = new TypedDocumentString(`
    fragment RunFields on Run {
  id
  command
  args
  start_time: startTime
  end_time: endTime
  status
  exit_code: exitCode
  working_dir: workingDir
  process_count: processCount
  duration
}
    `, {"fragmentName":"RunFields"}) as unknown as TypedDocumentString<RunFieldsFragment, unknown>;
export const DeleteRunsDocument = new TypedDocumentString(`
    mutation DeleteRuns($ids: [ID!]!) {
  outcome: deleteRuns(ids: $ids) {
    deleted
    totalRequested
    errors {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<DeleteRunsMutation, DeleteRunsMutationVariables>;
export const EventsDocument = new TypedDocumentString(`
    query Events($id: UUID!, $first: Int!, $after: String) {
  run(id: $id) {
    page: events(first: $first, after: $after) {
      nodes {
        line
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<EventsQuery, EventsQueryVariables>;
export const ProcessesDocument = new TypedDocumentString(`
    query Processes($id: UUID!, $first: Int!, $after: String) {
  run(id: $id) {
    page: processes(first: $first, after: $after) {
      nodes {
        build_run_id: runId
        pid
        ppid
        name
        cmdline: commandLine
        start_time: startTime
        end_time: endTime
        cpu_usage: cpuUsage
        mem_usage: memory
        status
        children {
          pid
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ProcessesQuery, ProcessesQueryVariables>;
export const RunsDocument = new TypedDocumentString(`
    query Runs($search: String, $first: Int!, $after: String) {
  page: runs(
    search: $search
    status: [running, completed, failed]
    first: $first
    after: $after
  ) {
    nodes {
      ...RunFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment RunFields on Run {
  id
  command
  args
  start_time: startTime
  end_time: endTime
  status
  exit_code: exitCode
  working_dir: workingDir
  process_count: processCount
  duration
}`) as unknown as TypedDocumentString<RunsQuery, RunsQueryVariables>;
export const LiveRunsDocument = new TypedDocumentString(`
    query LiveRuns($first: Int!, $after: String) {
  page: runs(status: [running_live], first: $first, after: $after) {
    nodes {
      ...RunFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment RunFields on Run {
  id
  command
  args
  start_time: startTime
  end_time: endTime
  status
  exit_code: exitCode
  working_dir: workingDir
  process_count: processCount
  duration
}`) as unknown as TypedDocumentString<LiveRunsQuery, LiveRunsQueryVariables>;
export const RunByIdDocument = new TypedDocumentString(`
    query RunById($id: UUID!) {
  run(id: $id) {
    ...RunFields
  }
}
    fragment RunFields on Run {
  id
  command
  args
  start_time: startTime
  end_time: endTime
  status
  exit_code: exitCode
  working_dir: workingDir
  process_count: processCount
  duration
}`) as unknown as TypedDocumentString<RunByIdQuery, RunByIdQueryVariables>;
export const InitialDocument = new TypedDocumentString(`
    query Initial($first: Int!) {
  liveRuns {
    ...RunFields
  }
  runs(status: [running, completed, failed], first: $first) {
    nodes {
      ...RunFields
    }
  }
}
    fragment RunFields on Run {
  id
  command
  args
  start_time: startTime
  end_time: endTime
  status
  exit_code: exitCode
  working_dir: workingDir
  process_count: processCount
  duration
}`) as unknown as TypedDocumentString<InitialQuery, InitialQueryVariables>;
export const LiveDocument = new TypedDocumentString(`
    subscription Live {
  batch: liveEvents {
    events {
      line
    }
  }
}
    `) as unknown as TypedDocumentString<LiveSubscription, LiveSubscriptionVariables>;
export const ExistsDocument = new TypedDocumentString(`
    query Exists($id: UUID!) {
  run(id: $id) {
    id
  }
}
    `) as unknown as TypedDocumentString<ExistsQuery, ExistsQueryVariables>;
export const RunDocument = new TypedDocumentString(`
    subscription Run($id: UUID!) {
  batch: runEvents(runId: $id) {
    events {
      line
    }
  }
}
    `) as unknown as TypedDocumentString<RunSubscription, RunSubscriptionVariables>;
export const StatsDocument = new TypedDocumentString(`
    query Stats {
  stats {
    total_runs: totalRuns
    live_builds: liveBuilds
    by_status: byStatus {
      status
      count
    }
    oldest_run: oldestRun
    newest_run: newestRun
  }
}
    `) as unknown as TypedDocumentString<StatsQuery, StatsQueryVariables>;