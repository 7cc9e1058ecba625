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

export type CompareQueryVariables = Exact<{
  base: Scalars['UUID']['input'];
  head: Scalars['UUID']['input'];
}>;


export type CompareQuery = { readonly __typename?: 'Query', readonly compare: { readonly __typename?: 'RunComparison', readonly base: { readonly __typename?: 'Run', readonly id: string, readonly shortId: string, readonly commandLine: string, readonly workingDir: string, readonly status: RunStatus, readonly startTime: string, readonly duration: number | null, readonly exitCode: number | null, readonly processCount: number, readonly cpuTime: number | null, readonly peakMemory: number | string | null, readonly pinned: boolean, readonly host: string | null, readonly cores: number | null, readonly parallelism: number | null, readonly labels: ReadonlyArray<{ readonly __typename?: 'Label', readonly name: string, readonly value: string }>, readonly capture: { readonly __typename?: 'Capture', readonly tracer: string, readonly blindSpots: ReadonlyArray<string>, readonly samplesDropped: number, readonly overhead: number | null } | null }, readonly head: { readonly __typename?: 'Run', readonly id: string, readonly shortId: string, readonly commandLine: string, readonly workingDir: string, readonly status: RunStatus, readonly startTime: string, readonly duration: number | null, readonly exitCode: number | null, readonly processCount: number, readonly cpuTime: number | null, readonly peakMemory: number | string | null, readonly pinned: boolean, readonly host: string | null, readonly cores: number | null, readonly parallelism: number | null, readonly labels: ReadonlyArray<{ readonly __typename?: 'Label', readonly name: string, readonly value: string }>, readonly capture: { readonly __typename?: 'Capture', readonly tracer: string, readonly blindSpots: ReadonlyArray<string>, readonly samplesDropped: number, readonly overhead: number | null } | null }, readonly byTool: ReadonlyArray<{ readonly __typename?: 'ToolChange', readonly tool: string, readonly delta: number, readonly base: { readonly __typename?: 'ToolTime', readonly count: number, readonly own: number } | null, readonly head: { readonly __typename?: 'ToolTime', readonly count: number, readonly own: number } | null }>, readonly changes: ReadonlyArray<{ readonly __typename?: 'ProcessChange', readonly name: string, readonly commandLine: string, readonly delta: number, readonly base: { readonly __typename?: 'ProcessGroup', readonly count: number, readonly own: number } | null, readonly head: { readonly __typename?: 'ProcessGroup', readonly count: number, readonly own: number } | null }> } };

export type WithEarlierFragment = { readonly __typename?: 'Run', readonly id: string, readonly history: { readonly __typename?: 'RunHistory', readonly runs: ReadonlyArray<{ readonly __typename?: 'Run', readonly id: string, readonly status: RunStatus }> } };

export type LastTwoQueryVariables = Exact<{
  first: Scalars['Int']['input'];
}>;


export type LastTwoQuery = { readonly __typename?: 'Query', readonly runs: { readonly __typename?: 'RunConnection', readonly nodes: ReadonlyArray<{ readonly __typename?: 'Run', readonly id: string, readonly history: { readonly __typename?: 'RunHistory', readonly runs: ReadonlyArray<{ readonly __typename?: 'Run', readonly id: string, readonly status: RunStatus }> } }> } };

export type OneBeforeQueryVariables = Exact<{
  id: Scalars['UUID']['input'];
}>;


export type OneBeforeQuery = { readonly __typename?: 'Query', readonly run: { readonly __typename?: 'Run', readonly id: string, readonly history: { readonly __typename?: 'RunHistory', readonly runs: ReadonlyArray<{ readonly __typename?: 'Run', readonly id: string, readonly status: RunStatus }> } } | null };

export type LinesQueryVariables = Exact<{
  id: Scalars['UUID']['input'];
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type LinesQuery = { readonly __typename?: 'Query', readonly run: { readonly __typename?: 'Run', readonly line: string, readonly events: { readonly __typename?: 'RunEventsConnection', readonly nodes: ReadonlyArray<{ readonly __typename?: 'BuildEvent', readonly line: string }>, readonly pageInfo: { readonly __typename?: 'PageInfo', readonly hasNextPage: boolean, readonly endCursor: string | null } } } | null };

export type HeldQueryVariables = Exact<{
  id: Scalars['UUID']['input'];
}>;


export type HeldQuery = { readonly __typename?: 'Query', readonly run: { readonly __typename?: 'Run', readonly seq: number, readonly processes: { readonly __typename?: 'RunProcessesConnection', readonly totalCount: number } } | null };

export type RunsQueryVariables = Exact<{
  search?: InputMaybe<Scalars['String']['input']>;
  labels?: InputMaybe<ReadonlyArray<LabelFilter> | LabelFilter>;
  status?: InputMaybe<ReadonlyArray<RunStatus> | RunStatus>;
  since?: InputMaybe<Scalars['DateTime']['input']>;
  directory?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type RunsQuery = { readonly __typename?: 'Query', readonly runs: { readonly __typename?: 'RunConnection', readonly nodes: ReadonlyArray<{ readonly __typename?: 'Run', readonly id: string, readonly shortId: string, readonly commandLine: string, readonly workingDir: string, readonly status: RunStatus, readonly startTime: string, readonly duration: number | null, readonly exitCode: number | null, readonly processCount: number, readonly cpuTime: number | null, readonly peakMemory: number | string | null, readonly pinned: boolean, readonly host: string | null, readonly cores: number | null, readonly parallelism: number | null, readonly labels: ReadonlyArray<{ readonly __typename?: 'Label', readonly name: string, readonly value: string }>, readonly capture: { readonly __typename?: 'Capture', readonly tracer: string, readonly blindSpots: ReadonlyArray<string>, readonly samplesDropped: number, readonly overhead: number | null } | null }>, readonly pageInfo: { readonly __typename?: 'PageInfo', readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type IsThereQueryVariables = Exact<{ [key: string]: never; }>;


export type IsThereQuery = { readonly __typename?: 'Query', readonly stats: { readonly __typename?: 'Stats', readonly totalRuns: number } };

export type PinMutationVariables = Exact<{
  id: Scalars['UUID']['input'];
  pinned: Scalars['Boolean']['input'];
}>;


export type PinMutation = { readonly __typename?: 'Mutation', readonly pinRun: { readonly __typename?: 'Run', readonly id: string } };

export type DeleteMutationVariables = Exact<{
  ids: ReadonlyArray<Scalars['ID']['input']> | Scalars['ID']['input'];
}>;


export type DeleteMutation = { readonly __typename?: 'Mutation', readonly deleteRuns: { readonly __typename?: 'DeleteRunsPayload', readonly deleted: ReadonlyArray<string>, readonly errors: ReadonlyArray<{ readonly __typename?: 'DeleteError', readonly id: string, readonly code: string, readonly message: string }> } };

export type TailSubscriptionVariables = Exact<{
  id: Scalars['UUID']['input'];
  after: Scalars['Int']['input'];
}>;


export type TailSubscription = { readonly __typename?: 'Subscription', readonly runEvents: { readonly __typename?: 'RunEventBatch', readonly seq: number, readonly events: ReadonlyArray<{ readonly __typename?: 'BuildEvent', readonly line: string }> } };

export type NowQueryVariables = Exact<{ [key: string]: never; }>;


export type NowQuery = { readonly __typename?: 'Query', readonly live: { readonly __typename?: 'RunConnection', readonly nodes: ReadonlyArray<{ readonly __typename?: 'Run', readonly id: string }> }, readonly runs: { readonly __typename?: 'RunConnection', readonly nodes: ReadonlyArray<{ readonly __typename?: 'Run', readonly id: string }> } };

export type KnownQueryVariables = Exact<{
  id: Scalars['UUID']['input'];
}>;


export type KnownQuery = { readonly __typename?: 'Query', readonly run: { readonly __typename?: 'Run', readonly id: string } | null };

export type NewestQueryVariables = Exact<{
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type NewestQuery = { readonly __typename?: 'Query', readonly runs: { readonly __typename?: 'RunConnection', readonly nodes: ReadonlyArray<{ readonly __typename?: 'Run', readonly id: string }>, readonly pageInfo: { readonly __typename?: 'PageInfo', readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type BeginningWithQueryVariables = Exact<{
  text: Scalars['String']['input'];
  first: Scalars['Int']['input'];
}>;


export type BeginningWithQuery = { readonly __typename?: 'Query', readonly runs: { readonly __typename?: 'RunConnection', readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly __typename?: 'Run', readonly id: string, readonly shortId: string, readonly startTime: string, readonly commandLine: string }> } };

export type RunFactsFragment = { readonly __typename?: 'Run', readonly id: string, readonly shortId: string, readonly commandLine: string, readonly workingDir: string, readonly status: RunStatus, readonly startTime: string, readonly duration: number | null, readonly exitCode: number | null, readonly processCount: number, readonly cpuTime: number | null, readonly peakMemory: number | string | null, readonly pinned: boolean, readonly host: string | null, readonly cores: number | null, readonly parallelism: number | null, readonly labels: ReadonlyArray<{ readonly __typename?: 'Label', readonly name: string, readonly value: string }>, readonly capture: { readonly __typename?: 'Capture', readonly tracer: string, readonly blindSpots: ReadonlyArray<string>, readonly samplesDropped: number, readonly overhead: number | null } | null };

export type RecordingQueryVariables = Exact<{
  id: Scalars['UUID']['input'];
}>;


export type RecordingQuery = { readonly __typename?: 'Query', readonly run: { readonly __typename?: 'Run', readonly timeline: TimelineColumns, readonly id: string, readonly shortId: string, readonly commandLine: string, readonly workingDir: string, readonly status: RunStatus, readonly startTime: string, readonly duration: number | null, readonly exitCode: number | null, readonly processCount: number, readonly cpuTime: number | null, readonly peakMemory: number | string | null, readonly pinned: boolean, readonly host: string | null, readonly cores: number | null, readonly parallelism: number | null, readonly labels: ReadonlyArray<{ readonly __typename?: 'Label', readonly name: string, readonly value: string }>, readonly capture: { readonly __typename?: 'Capture', readonly tracer: string, readonly blindSpots: ReadonlyArray<string>, readonly samplesDropped: number, readonly overhead: number | null } | null } | null };

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
export const WithEarlierFragmentDoc = new TypedDocumentString(`
    fragment WithEarlier on Run {
  id
  history {
    runs {
      id
      status
    }
  }
}
    `, {"fragmentName":"WithEarlier"}) as unknown as TypedDocumentString<WithEarlierFragment, unknown>;
export const RunFactsFragmentDoc = new TypedDocumentString(`
    fragment RunFacts on Run {
  id
  shortId
  commandLine
  workingDir
  status
  startTime
  duration
  exitCode
  processCount
  cpuTime
  peakMemory
  pinned
  host
  cores
  parallelism
  labels {
    name
    value
  }
  capture {
    tracer
    blindSpots
    samplesDropped
    overhead
  }
}
    `, {"fragmentName":"RunFacts"}) as unknown as TypedDocumentString<RunFactsFragment, unknown>;
export const CompareDocument = new TypedDocumentString(`
    query Compare($base: UUID!, $head: UUID!) {
  compare(base: $base, head: $head) {
    base {
      ...RunFacts
    }
    head {
      ...RunFacts
    }
    byTool {
      tool
      delta
      base {
        count
        own
      }
      head {
        count
        own
      }
    }
    changes(first: 10) {
      name
      commandLine
      delta
      base {
        count
        own
      }
      head {
        count
        own
      }
    }
  }
}
    fragment RunFacts on Run {
  id
  shortId
  commandLine
  workingDir
  status
  startTime
  duration
  exitCode
  processCount
  cpuTime
  peakMemory
  pinned
  host
  cores
  parallelism
  labels {
    name
    value
  }
  capture {
    tracer
    blindSpots
    samplesDropped
    overhead
  }
}`) as unknown as TypedDocumentString<CompareQuery, CompareQueryVariables>;
export const LastTwoDocument = new TypedDocumentString(`
    query LastTwo($first: Int!) {
  runs(first: $first, status: [completed, failed]) {
    nodes {
      ...WithEarlier
    }
  }
}
    fragment WithEarlier on Run {
  id
  history {
    runs {
      id
      status
    }
  }
}`) as unknown as TypedDocumentString<LastTwoQuery, LastTwoQueryVariables>;
export const OneBeforeDocument = new TypedDocumentString(`
    query OneBefore($id: UUID!) {
  run(id: $id) {
    ...WithEarlier
  }
}
    fragment WithEarlier on Run {
  id
  history {
    runs {
      id
      status
    }
  }
}`) as unknown as TypedDocumentString<OneBeforeQuery, OneBeforeQueryVariables>;
export const LinesDocument = new TypedDocumentString(`
    query Lines($id: UUID!, $first: Int!, $after: String) {
  run(id: $id) {
    line
    events(first: $first, after: $after, order: seq) {
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
    `) as unknown as TypedDocumentString<LinesQuery, LinesQueryVariables>;
export const HeldDocument = new TypedDocumentString(`
    query Held($id: UUID!) {
  run(id: $id) {
    seq
    processes(first: 0) {
      totalCount
    }
  }
}
    `) as unknown as TypedDocumentString<HeldQuery, HeldQueryVariables>;
export const RunsDocument = new TypedDocumentString(`
    query Runs($search: String, $labels: [LabelFilter!], $status: [RunStatus!], $since: DateTime, $directory: String, $first: Int!, $after: String) {
  runs(
    search: $search
    labels: $labels
    status: $status
    since: $since
    directory: $directory
    first: $first
    after: $after
  ) {
    nodes {
      ...RunFacts
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment RunFacts on Run {
  id
  shortId
  commandLine
  workingDir
  status
  startTime
  duration
  exitCode
  processCount
  cpuTime
  peakMemory
  pinned
  host
  cores
  parallelism
  labels {
    name
    value
  }
  capture {
    tracer
    blindSpots
    samplesDropped
    overhead
  }
}`) as unknown as TypedDocumentString<RunsQuery, RunsQueryVariables>;
export const IsThereDocument = new TypedDocumentString(`
    query IsThere {
  stats {
    totalRuns
  }
}
    `) as unknown as TypedDocumentString<IsThereQuery, IsThereQueryVariables>;
export const PinDocument = new TypedDocumentString(`
    mutation Pin($id: UUID!, $pinned: Boolean!) {
  pinRun(id: $id, pinned: $pinned) {
    id
  }
}
    `) as unknown as TypedDocumentString<PinMutation, PinMutationVariables>;
export const DeleteDocument = new TypedDocumentString(`
    mutation Delete($ids: [ID!]!) {
  deleteRuns(ids: $ids) {
    deleted
    errors {
      id
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<DeleteMutation, DeleteMutationVariables>;
export const TailDocument = new TypedDocumentString(`
    subscription Tail($id: UUID!, $after: Int!) {
  runEvents(runId: $id, after: $after) {
    seq
    events {
      line
    }
  }
}
    `) as unknown as TypedDocumentString<TailSubscription, TailSubscriptionVariables>;
export const NowDocument = new TypedDocumentString(`
    query Now {
  live: runs(status: [running_live], first: 1) {
    nodes {
      id
    }
  }
  runs(first: 1) {
    nodes {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<NowQuery, NowQueryVariables>;
export const KnownDocument = new TypedDocumentString(`
    query Known($id: UUID!) {
  run(id: $id) {
    id
  }
}
    `) as unknown as TypedDocumentString<KnownQuery, KnownQueryVariables>;
export const NewestDocument = new TypedDocumentString(`
    query Newest($first: Int!, $after: String) {
  runs(first: $first, after: $after) {
    nodes {
      id
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<NewestQuery, NewestQueryVariables>;
export const BeginningWithDocument = new TypedDocumentString(`
    query BeginningWith($text: String!, $first: Int!) {
  runs(idPrefix: $text, first: $first) {
    totalCount
    nodes {
      id
      shortId
      startTime
      commandLine
    }
  }
}
    `) as unknown as TypedDocumentString<BeginningWithQuery, BeginningWithQueryVariables>;
export const RecordingDocument = new TypedDocumentString(`
    query Recording($id: UUID!) {
  run(id: $id) {
    ...RunFacts
    timeline
  }
}
    fragment RunFacts on Run {
  id
  shortId
  commandLine
  workingDir
  status
  startTime
  duration
  exitCode
  processCount
  cpuTime
  peakMemory
  pinned
  host
  cores
  parallelism
  labels {
    name
    value
  }
  capture {
    tracer
    blindSpots
    samplesDropped
    overhead
  }
}`) as unknown as TypedDocumentString<RecordingQuery, RecordingQueryVariables>;