import { graphql } from '../gql/index.ts'

graphql(`
  fragment RunHead on Run {
    ...RunRow
    command
    args
    lastSeenTime
    labels {
      name
      value
    }
    capture {
      tracer
      processes
      dropped
      blindSpots
    }
  }
`)

/** A run without its processes, which come as columns (`workers/read-run.ts`). */
export const RUN_HEAD = graphql(`
  query RunHead($id: UUID!) {
    run(id: $id) {
      ...RunHead
    }
  }
`)

graphql(`
  fragment LiveProcess on Process {
    pid
    ppid
    name
    commandLine
    workingDir
    startTime
    endTime
    status
    exitCode
    signal
    cpuTime
    peakMemory
  }
`)

/** The processes in a run's events after a sequence. */
export const RUN_EVENTS = graphql(`
  subscription RunEvents($id: UUID!, $after: Int!) {
    runEvents(runId: $id, after: $after) {
      seq
      events {
        type
        process {
          ...LiveProcess
        }
      }
      run {
        ...RunHead
      }
    }
  }
`)
