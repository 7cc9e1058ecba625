import type { GatedRun } from '../../domain/analysis/gate/model.ts'
import type { Outcome } from '../../domain/analysis/outcome.ts'
import { othersOf, type OthersSample } from '../../domain/analysis/time/others.ts'
import { graphql } from '../../gql/cli/gql.ts'
import type { GatedQuery } from '../../gql/cli/graphql.ts'
import { graph, type GraphSource } from '../daemon/client.ts'
import { noSuchRun } from '../daemon/find-run.ts'

/** A run that a gate looks at, with what names it. */
export interface GatedBuild extends GatedRun {
  readonly id: string
  readonly commandLine: string
  /** RFC 3339. */
  readonly startTime: string
  /** Processor time that the hypervisor took, in milliseconds. */
  readonly steal: number
}

/** Samples in a page, as many as the daemon gives. */
const PAGE = 500

const GATED = graphql(`
  query Gated($id: UUID!, $first: Int!, $after: String) {
    run(id: $id) {
      id
      commandLine
      startTime
      outcome
      duration
      cpuTime
      cores
      machine(first: $first, after: $after) {
        nodes {
          busy
          steal
          build
          interval
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`)

/** Reads what a gate needs of a run. @throws CliFailure if there is none */
export async function readGatedBuild(source: GraphSource, id: string): Promise<GatedBuild> {
  const samples: OthersSample[] = []
  for (let after: string | null = null; ;) {
    const page: Page = await readPage(source, id, after)
    samples.push(...page.machine.nodes)
    after = page.machine.pageInfo.endCursor
    if (page.machine.pageInfo.hasNextPage) continue
    const { commandLine, startTime, outcome, duration: wall, cpuTime, cores } = page
    const others = othersOf(samples)
    const steal = samples.reduce((sum, sample) => sum + sample.steal, 0)
    const figures = { wall, cpuTime, cores, others, steal, waited: null, compared: null }
    return { id, commandLine, startTime, outcome: OUTCOMES[outcome], ...figures }
  }
}

const WAITED = graphql(`
  query Waited($id: UUID!) {
    run(id: $id) {
      analysis {
        waiting {
          runQueue
        }
      }
    }
  }
`)

/** Reads the run that a gate judges, with what its processes waited for. @throws CliFailure if there is none */
export async function readJudgedBuild(source: GraphSource, id: string): Promise<GatedBuild> {
  const build = await readGatedBuild(source, id)
  const { run } = await graph(source, WAITED, { id })
  const runQueue = run?.analysis.waiting.runQueue ?? null
  return { ...build, waited: runQueue === null ? null : runQueue + build.steal }
}

type Page = NonNullable<GatedQuery['run']>

async function readPage(source: GraphSource, id: string, after: string | null): Promise<Page> {
  const { run } = await graph(source, GATED, { id, first: PAGE, after })
  if (!run) throw noSuchRun(id)
  return run
}

/** The names of the graph, and those of the domain. */
const OUTCOMES: Readonly<Record<Page['outcome'], Outcome>> = {
  RUNNING: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  INTERRUPTED: 'interrupted',
  CRASHED: 'crashed',
}
