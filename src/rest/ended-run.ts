import { graphql } from '../gql/rest/gql.ts'
import { dataOf, documentOf, type Graph } from './graph.ts'

const ENDED_RUN = documentOf(
  graphql(`
    query EndedRun($id: UUID!) {
      run(id: $id) {
        id
        outcome
        command_line: commandLine
        working_dir: workingDir
        host
        exit_code: exitCode
        start_time: startTime
        end_time: endTime
        duration
        cpu_time: cpuTime
        process_count: processCount
        labels {
          name
          value
        }
        usual {
          duration: wall
          sample
        }
      }
    }
  `),
)

const WHY = documentOf(
  graphql(`
    query EndedWhy($id: UUID!) {
      run(id: $id) {
        verdict {
          kind
          text
          excess
        }
      }
    }
  `),
)

/**
 * What there is to say of a run that ended, with the names of the REST API. Times are milliseconds, as there.
 * @returns undefined if there is no such run any more, or it goes on
 */
export async function readEndedRun(graph: Graph, id: string) {
  const { run } = dataOf(await graph.query(ENDED_RUN, { id }))
  if (!run || run.outcome === 'RUNNING') return undefined
  // A run may be too large to be explained.
  const { data } = await graph.query(WHY, { id })
  const labels = Object.fromEntries(run.labels.map(({ name, value }) => [name, value]))
  return { ...run, outcome: run.outcome.toLowerCase(), labels, verdict: data?.run?.verdict ?? null }
}
