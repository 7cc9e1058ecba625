import { Command, InvalidArgumentError, Option } from 'commander'
import { graphql } from '../../gql/cli/gql.ts'
import { graph } from '../daemon/client.ts'
import {
  connectionOf,
  examples,
  withConnection,
  type ConnectionOptions,
} from '../daemon/connection-options.ts'
import { noSuchRun } from '../daemon/find-run.ts'
import { A_RUN_OR_FILE, withRun } from '../daemon/with-runs.ts'
import type { Environment } from '../environment.ts'
import { CliFailure, EXIT } from '../failure.ts'
import { countOption } from '../options.ts'
import { predictionPage, type Predicted } from '../pages/prediction-page.ts'
import { printJson, printLines } from '../terminal/output.ts'
import { painter } from '../terminal/paint.ts'
import { widthOfStdout } from '../terminal/width.ts'

/** A process that is so many times faster. */
interface Faster {
  readonly process: string
  readonly factor: number
}

interface PredictOptions extends ConnectionOptions {
  readonly jobs?: number
  readonly cores?: number
  readonly without?: readonly string[]
  readonly faster?: readonly Faster[]
  readonly json?: boolean
}

/** Jobs and processors, at most, as the daemon takes them. */
const MOST = 4096

/** `buildspy predict`: how long a build would take if something was different. */
export function predictCommand(environment: Environment): Command {
  return withConnection(new Command('predict'))
    .summary('predict how long a build takes with more jobs, or without a process')
    .description(
      'Predict how long a build takes if something changes, from what its processes did and waited for. ' +
        'PROCESS is a pid, a name, or a pattern over names and command lines: * stands for any characters, ? for one.',
    )
    .argument('[id]', A_RUN_OR_FILE, 'last')
    .addOption(new Option('--jobs <count>', 'jobs at a time, as with make -j').argParser(countOption(MOST)))
    .addOption(new Option('--cores <count>', 'processors').argParser(countOption(MOST)))
    .addOption(
      new Option('--without <process>', 'leave out a process and what it starts; may be repeated').argParser(
        (text: string, before: readonly string[] = []) => [...before, text],
      ),
    )
    .addOption(
      new Option(
        '--faster <process=2x>',
        'a process is 2 times faster, 0.5x slower; may be repeated',
      ).argParser(fasterOption),
    )
    .option('--json', 'print the prediction as JSON')
    .addHelpText(
      'after',
      examples(
        'buildspy predict --jobs 8',
        'buildspy predict last~1 --jobs 16 --cores 8',
        "buildspy predict 01a2042c --faster ld=2x --without '*xz -9e*'",
      ),
    )
    .action(async (id: string, options: PredictOptions, command: Command) => {
      const { jobs, cores, without, faster } = options
      if (jobs === undefined && cores === undefined && !without && !faster)
        throw new CliFailure('say what changes: --jobs, --cores, --without or --faster', EXIT.usage)
      const asked = {
        jobs: jobs ?? null,
        cores: cores ?? null,
        without: without ?? null,
        faster: faster ?? null,
      }
      const answer = await withRun(
        () => connectionOf(options, environment, command),
        id,
        (source, run) => graph(source, PREDICT, { id: run, ...asked }),
      )
      if (!answer.run) throw noSuchRun(id)
      if (options.json) return printJson(report(answer.run.predict), 2)
      const paint = painter(process.stdout, options.color ?? environment.color)
      printLines(predictionPage(answer.run, asked, widthOfStdout(environment)), paint)
    })
}

const PREDICT = graphql(`
  query Predict($id: UUID!, $jobs: Int, $cores: Int, $without: [String!], $faster: [FasterInput!]) {
    run(id: $id) {
      id
      shortId
      commandLine
      cores
      predict(jobs: $jobs, cores: $cores, without: $without, faster: $faster) {
        wall
        measured
        present
        error
        peakMemory
        recordedJobs
        changed
        path {
          complete
          kinds {
            kind
            time
          }
          steps(first: 2000) {
            from
            to
            kind
            release
            process {
              pid
              name
              commandLine
            }
          }
        }
      }
    }
  }
`)

/** Takes `PROCESS=2x` to those given before; the process may have a `=` itself. @throws InvalidArgumentError */
function fasterOption(text: string, before: readonly Faster[] = []): readonly Faster[] {
  const [, process, times] = /^(.+)=(\d{1,4}(?:\.\d{1,3})?)x?$/s.exec(text) ?? []
  const factor = Number(times)
  if (process === undefined || !(factor > 0))
    throw new InvalidArgumentError('It must be like ld=2x: a process, and how many times faster it is.')
  return [...before, { process, factor }]
}

/** What `--json` prints. Times in milliseconds. */
const report = ({ wall, measured, present, error, peakMemory, path }: Predicted['predict']) => ({
  wall_ms: wall,
  measured_ms: measured,
  present_ms: present,
  error,
  peak_memory: Number(peakMemory),
  complete: path.complete,
  critical: path.steps.map(({ from, to, kind, release, process }) => ({
    from_ms: from,
    to_ms: to,
    kind,
    release,
    process: process && { pid: process.pid, name: process.name, command_line: process.commandLine },
  })),
})
