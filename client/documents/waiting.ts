import { graphql } from '../gql/index.ts'

/** How a process spent its time. */
export const PROCESS_WAITING = graphql(`
  query ProcessWaiting($id: UUID!, $pid: Int!, $start: Float!) {
    run(id: $id) {
      processAt(pid: $pid, start: $start) {
        waiting {
          onCpu
          runQueue
          disk
          children
          other
        }
      }
    }
  }
`)

/** What each process of a run waited for, as columns. */
export const RUN_WAITS = graphql(`
  query RunWaits($id: UUID!) {
    run(id: $id) {
      waitColumns
    }
  }
`)
