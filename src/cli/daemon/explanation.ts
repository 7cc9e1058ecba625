import { graphql } from '../../gql/cli/gql.ts'
import type { AnswerFragment, ExplanationQuery } from '../../gql/cli/graphql.ts'
import { graph, type GraphSource } from './client.ts'
import { noSuchRun } from './find-run.ts'

/** Why a run took as long as it did. */
export type Explanation = NonNullable<ExplanationQuery['run']>

/** Why it took as long as it did, and what would make it faster. */
graphql(`
  fragment Answer on Run {
    outcome
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
    advice {
      kind
      text
      saves
    }
  }
`)

const EXPLANATION = graphql(`
  query Explanation($id: UUID!) {
    run(id: $id) {
      id
      shortId
      commandLine
      duration
      ...Answer
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

const ANSWER = graphql(`
  query Answer($id: UUID!) {
    run(id: $id) {
      ...Answer
    }
  }
`)

/** Reads the verdict and the advice of a run. @throws CliFailure if there is none */
export async function readAnswer(source: GraphSource, id: string): Promise<AnswerFragment> {
  const { run } = await graph(source, ANSWER, { id })
  if (!run) throw noSuchRun(id)
  return run
}

/** Reads why a run took as long as it did. @throws CliFailure if there is none */
export async function readExplanation(source: GraphSource, id: string): Promise<Explanation> {
  const { run } = await graph(source, EXPLANATION, { id })
  if (!run) throw noSuchRun(id)
  return run
}
