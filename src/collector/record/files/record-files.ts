import { DEPRIVED } from '../../tracers/files/served-files.ts'
import type { TracedBuild } from '../../tracers/tracer.ts'
import { FileRecorder } from './file-recorder.ts'
import type { FileScope } from './project.ts'

interface Options {
  readonly runId: string
  /** Undefined if no files are to be recorded. */
  readonly files?: FileScope | undefined
  readonly workingDir: string
  readonly redact: boolean
  readonly notice: (sentence: string) => void
}

/** The record of a build's files, and what the capture report says of it. */
export interface RecordedFiles {
  readonly recorder: FileRecorder | undefined
  readonly sentences: readonly string[]
}

/**
 * Begins to record the files of a build, or says why that cannot be done here.
 * @param files what the tracer has of them
 * @param sink takes the lines
 */
export function recordFiles(
  files: TracedBuild['files'],
  { files: scope, notice, ...options }: Options,
  sink: (line: string) => void,
): RecordedFiles {
  if (scope === undefined || files === undefined) return { recorder: undefined, sentences: [] }
  if ('refusal' in files) {
    notice(`files are not recorded: ${files.refusal}`)
    return { recorder: undefined, sentences: [`Files were not recorded: ${files.refusal}.`] }
  }
  if (files.isDeprived) notice(DEPRIVED)
  const recorder = new FileRecorder(files, { ...options, scope }, sink)
  return { recorder, sentences: files.isDeprived ? [DEPRIVED] : [] }
}
