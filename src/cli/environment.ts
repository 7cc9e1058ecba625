import { homedir } from 'node:os'
import { join } from 'node:path'
import type { FileScope } from '../collector/record/files/project.ts'
import type { StartNote } from '../collector/origin.ts'
import { parseHeaders } from '../otlp/collector.ts'
import { parseTraceparent, TRACEPARENT_LABEL } from '../otlp/trace-context.ts'
import { ciLabels } from './record/ci-labels.ts'
import { colorChoiceIn, type ColorChoice } from './terminal/paint.ts'

/** The settings in the environment. Nothing else in the command line reads `process.env`. */
export interface Environment {
  /** The daemon's address. */
  readonly url: string | undefined
  /** The token for the daemon's `Authorization: Bearer`. */
  readonly token: string | undefined
  /** The data directory, the daemon's own. */
  readonly data: string
  /** Where commands are looked for. */
  readonly path: string | undefined
  /** Options that make hands to the commands it starts. */
  readonly makeflags: string
  /** Options for every Node there is. */
  readonly nodeOptions: string
  /** The file whose Markdown GitHub shows on the page of a job. */
  readonly stepSummary: string | undefined
  /** Branch, commit and job of a build in CI, and the span under which it runs. */
  readonly labels: Readonly<Record<string, string>>
  /** Which files a build's record has; undefined for none. */
  readonly files: FileScope | undefined
  /** Headers for a collector of OpenTelemetry. */
  readonly otlpHeaders: Readonly<Record<string, string>>
  readonly color: ColorChoice
  /** The width of a line if no terminal has one. */
  readonly columns: number | undefined
}

export function readEnvironment(env: NodeJS.ProcessEnv = process.env): Environment {
  return {
    url: env['BUILDSPY_URL'] || undefined,
    token: tokenOf(env['BUILDSPY_TOKEN']),
    data: env['BUILDSPY_DATA'] || join(env['XDG_DATA_HOME'] || join(homedir(), '.local/share'), 'buildspy'),
    path: env['PATH'],
    makeflags: env['MAKEFLAGS'] ?? '',
    nodeOptions: env['NODE_OPTIONS'] ?? '',
    stepSummary: env['GITHUB_STEP_SUMMARY'] || undefined,
    labels: { ...ciLabels(env), ...traceparentIn(env) },
    files: filesOf(env['BUILDSPY_FILES']),
    otlpHeaders: parseHeaders(env['OTEL_EXPORTER_OTLP_HEADERS']),
    color: colorChoiceIn(env),
    columns: /^[1-9]\d{0,4}$/.test(env['COLUMNS'] ?? '') ? Number(env['COLUMNS']) : undefined,
  }
}

/** The label of a run that is recorded under a span of somebody else. */
function traceparentIn({ TRACEPARENT: text }: NodeJS.ProcessEnv): Record<string, string> {
  return text !== undefined && parseTraceparent(text) ? { [TRACEPARENT_LABEL]: text } : {}
}

/** `1` and `all` for all, `project` for those of the project. */
const filesOf = (value: string | undefined): FileScope | undefined =>
  value === 'project' ? 'project' : value === '1' || value === 'all' ? 'all' : undefined

/** The daemon reads the same variable as a list of `SCOPE:TOKEN`; a client sends the first, without its scope. */
const tokenOf = (value: string | undefined): string | undefined =>
  value?.split(',')[0]!.replace(/^(ingest|read|admin):/, '') || undefined

/** Takes the launcher's note out of the environment, because the build must not find it there. */
export function takeStartNote(env: NodeJS.ProcessEnv = process.env): StartNote {
  const note = { start: env['BUILDSPY_START'], environ: env['BUILDSPY_ENVIRON'] }
  delete env['BUILDSPY_START']
  delete env['BUILDSPY_ENVIRON']
  return note
}

/** Sets a variable in our own environment, which a build gets where the launcher left no note. */
export function offerVariable(name: string, value: string, env: NodeJS.ProcessEnv = process.env): void {
  env[name] = value
}
