import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { PageData } from '../../domain/analysis/export/page-data.ts'
import type { Outcome } from '../../domain/analysis/outcome.ts'
import { graphql } from '../../gql/cli/gql.ts'
import { PACKAGE_ROOT } from '../../package-root.ts'
import { graph, type GraphSource } from '../daemon/client.ts'
import { noSuchRun } from '../daemon/find-run.ts'
import { CliFailure, EXIT, reasonOf } from '../failure.ts'

/** The page without a run, which `npm run build` makes of `client/viewer`. */
const PAGE = new URL('dist/viewer/index.html', PACKAGE_ROOT)

/** Where in it the run goes. */
const PLACE = /(<script type="application\/octet-stream" id="run">)(<\/script>)/

const PAGE_DATA = graphql(`
  query PageData($id: UUID!) {
    run(id: $id) {
      ...RunFacts
      timeline
    }
  }
`)

/** A run as a page in one file. @throws CliFailure if there is no such run, or this is no built package */
export async function htmlPage(source: GraphSource, id: string): Promise<readonly string[]> {
  const { run } = await graph(source, PAGE_DATA, { id })
  if (!run) throw noSuchRun(id)
  const { timeline } = run
  const data: PageData = {
    run: {
      id: run.id,
      commandLine: run.commandLine,
      workingDir: run.workingDir,
      host: run.host ?? '',
      cores: run.cores ?? null,
      outcome: run.outcome.toLowerCase() as Outcome,
      exitCode: run.exitCode ?? null,
      startTime: run.startTime,
      wall: run.duration ?? Date.now() - timeline.origin,
      cpuTime: run.cpuTime ?? null,
      peakMemory: run.peakMemory == null ? null : Number(run.peakMemory),
      labels: run.labels,
      blindSpots: run.capture?.blindSpots ?? [],
    },
    timeline,
  }
  // Base64 of packed bytes: no text of the build can end the element in which it stands.
  const packed = gzipSync(JSON.stringify(data)).toString('base64')
  return [readPage().replace(PLACE, (_, begin: string, end: string) => begin + packed + end)]
}

function readPage(): string {
  try {
    return readFileSync(PAGE, 'utf8')
  } catch (cause) {
    throw new CliFailure(`the page cannot be read: ${reasonOf(cause)}`, EXIT.failed, { cause })
  }
}
