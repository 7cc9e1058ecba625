import { Command, InvalidArgumentError } from 'commander'
import { jsonOf } from '../../domain/analysis/visible.ts'
import type { GraphSource } from '../daemon/client.ts'
import {
  connectionOf,
  examples,
  withConnection,
  type ConnectionOptions,
} from '../daemon/connection-options.ts'
import type { Environment } from '../environment.ts'
import { A_RUN_OR_FILE, withRun } from '../daemon/with-runs.ts'
import { readFilePids, readFiles, type FileFilter } from '../daemon/read-files.ts'
import { countOption } from '../options.ts'
import { fileList } from '../pages/file-list.ts'
import { whole } from '../terminal/format.ts'
import { printComplaint, printLines, printText } from '../terminal/output.ts'
import { widthOfStdout } from '../terminal/width.ts'

interface FilesOptions extends ConnectionOptions {
  readonly process?: number
  readonly path?: string
  readonly unused?: boolean
  readonly limit?: number
  readonly json?: boolean
}

/** Rows of the table, unless the user says how many. */
const ROWS = 1000
const MOST = 1_000_000

/** `buildspy files`: the files that a build wrote and read, and the processes that did. */
export function filesCommand(environment: Environment): Command {
  return withConnection(new Command('files'))
    .summary('show which files a build wrote and read')
    .description(
      'Show which files the processes of a build wrote and read, by path. The build must have been recorded with ' +
        '`buildspy run --files`. The table names the first process that wrote and read a file, and counts the others.',
    )
    .argument('[id]', A_RUN_OR_FILE, 'last')
    .option('--process <pid>', 'only files that this process used, and how', pidOption)
    .option('--path <pattern>', "only these paths: '*.o', 'src/**/*.h', '/usr/**'")
    .option('--unused', 'only files that a process wrote and no other needed')
    .option('-n, --limit <count>', `list at most this many (table: ${whole(ROWS)})`, countOption(MOST))
    .option('--json', 'print a line of JSON for each file, with all pids')
    .addHelpText(
      'after',
      examples(
        'buildspy files',
        "buildspy files last --path '*.h' -n 20",
        'buildspy files 01a2042c --process 4711',
        "buildspy files --unused --json | jq -r '.path'",
      ),
    )
    .action((id: string, options: FilesOptions, command: Command) =>
      withRun(
        () => connectionOf(options, environment, command),
        id,
        (source, run) => print(source, run, options, environment),
      ),
    )
}

async function print(
  source: GraphSource,
  run: string,
  { path, unused = false, process: pid, limit, json }: FilesOptions,
  environment: Environment,
): Promise<void> {
  const filter: FileFilter = { path, unused, pid }
  if (json) {
    for await (const files of readFilePids(source, run, filter, limit ?? Infinity))
      printText(files.map((file) => `${jsonOf(file)}\n`).join(''))
    return
  }
  const { files, count } = await readFiles(source, run, filter, limit ?? ROWS)
  if (files.length === 0) return printLines([emptiness(filter)])
  printLines(fileList(files, pid !== undefined, widthOfStdout(environment)))
  if (count > files.length)
    printComplaint([`The first ${whole(files.length)} of ${whole(count)} files; -n shows more.`])
}

function emptiness({ path, unused, pid }: FileFilter): string {
  if (path !== undefined) return 'No file matches.'
  if (pid !== undefined) return `No process with the pid ${pid} used a file.`
  return unused ? 'Every file that the build wrote was needed by another process.' : 'No file was used.'
}

/** @throws InvalidArgumentError */
function pidOption(text: string): number {
  const pid = /^\d{1,10}$/.test(text) ? Number(text) : NaN
  if (pid < 2 ** 31) return pid
  throw new InvalidArgumentError('It must be a process id.')
}
