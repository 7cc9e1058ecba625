import { graphql } from '../../gql/cli/gql.ts'
import type { ExplanationQuery } from '../../gql/cli/graphql.ts'
import { graph, type GraphSource } from './client.ts'
import { noSuchRun } from './find-run.ts'

/** Why a run took as long as it did. */
export type Explanation = NonNullable<ExplanationQuery['run']>

const EXPLANATION = graphql(`
  query Explanation($id: UUID!) {
    run(id: $id) {
      id
      shortId
      commandLine
      outcome
      duration
      verdict {
        kind
        text
        confidence
        excess
        causes {
          kind
          text
          costs
          confidence
        }
      }
      usual {
        wall
        cpuTime
        load
        sample
        sameBranch
        run {
          id
        }
      }
      advice {
        kind
        text
        saves
      }
      boundPath {
        complete
        kinds {
          kind
          time
        }
        steps {
          from
          to
          kind
          process {
            row
            name
            commandLine
          }
        }
      }
    }
  }
`)

/** Reads why a run took as long as it did. @throws CliFailure if there is none */
export async function readExplanation(source: GraphSource, id: string): Promise<Explanation> {
  const { run } = await graph(source, EXPLANATION, { id })
  if (!run) throw noSuchRun(id)
  return run
}
