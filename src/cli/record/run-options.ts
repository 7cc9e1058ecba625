import type { FileScope } from '../../collector/record/files/project.ts'
import type { TracerChoice } from '../../collector/tracers/choices.ts'
import type { ConnectionOptions } from '../daemon/connection-options.ts'
import type { JsonOptions } from './json-output.ts'

/** The options of `buildspy run`, as the command line gives them. */
export interface RunOptions extends ConnectionOptions, JsonOptions {
  readonly data: string
  readonly output?: string
  readonly tracer: TracerChoice
  readonly files?: FileScope
  readonly label: Readonly<Record<string, string>>
  readonly redact: boolean
  readonly summary?: string
  /** The collector of OpenTelemetry that gets the build. */
  readonly otlp?: URL
  readonly quiet?: boolean
}
