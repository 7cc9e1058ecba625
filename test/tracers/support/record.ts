import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, onTestFinished } from 'vitest'
import { spoolDirectory } from '../../../src/spool/spool.ts'
import { startRecipient, type Answer } from './daemon.ts'
import { fold } from './fold.ts'

/** The program under test, as it is built: the tracing thread cannot run from TypeScript on Node 20. */
export const BUILDSPY = fileURLToPath(new URL('../../../dist/buildspy.js', import.meta.url))

/** Where builds of these tests spool, unless they say otherwise: nothing of a test lands in the user's own place. */
process.env['BUILDSPY_DATA'] ??= mkdtempSync(join(tmpdir(), 'buildspy-data-'))
afterAll(() => rmSync(process.env['BUILDSPY_DATA']!, { recursive: true, force: true }))

export interface RecordOptions {
  /** Options of `buildspy run`. */
  readonly options?: readonly string[]
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  readonly input?: string | Buffer
  readonly stdio?: StdioOptions
  /** What stands before `node dist/buildspy.js`. */
  readonly before?: readonly string[]
  /** Node and the program, if not our own. */
  readonly program?: readonly string[]
  readonly answer?: Answer
  /** Hears the program once it runs. */
  readonly running?: (child: ChildProcess, submissions: readonly unknown[]) => void
}

/** Runs a program to its end. */
export async function execute(program: string, args: readonly string[], options: RecordOptions = {}) {
  const { cwd, env, stdio = 'pipe', input } = options
  const child = spawn(program, args, { cwd, env: env ?? process.env, stdio })
  onTestFinished(() => void child.kill('SIGKILL'))
  const gather = (stream: NodeJS.ReadableStream | null): Buffer[] => {
    const parts: Buffer[] = []
    stream?.on('data', (part: Buffer) => parts.push(part))
    return parts
  }
  const [out, err] = [gather(child.stdout), gather(child.stderr)]
  // A program that does not read its input may have closed it.
  child.stdin?.on('error', () => {})
  if (!options.running) child.stdin?.end(input)
  const done = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  return {
    child,
    done: done.then(([exitCode, signal]) => ({
      exitCode,
      signal,
      stdout: Buffer.concat(out),
      stderr: Buffer.concat(err).toString(),
    })),
  }
}

/** What waits in the spool for the daemon on this machine. */
function spooledLines(data: string): string[] {
  const directory = spoolDirectory(data)
  if (!existsSync(directory)) return []
  return readdirSync(directory).flatMap((name) =>
    readFileSync(join(directory, name), 'utf8').split('\n').filter(Boolean),
  )
}

/** Runs `buildspy run -- COMMAND` with a recipient of its own, and folds what came. Every line must be valid. */
export async function record(command: readonly string[], options: RecordOptions = {}) {
  const recipient = await startRecipient(options.answer)
  // Of its own, so that no other test's leftovers are delivered here.
  const data = mkdtempSync(join(tmpdir(), 'buildspy-data-'))
  try {
    const before = options.before ?? []
    const own = ['--url', recipient.url, '--data', data, ...(options.options ?? [])]
    const recorder = options.program ?? [process.execPath, BUILDSPY]
    const [program, ...rest] = [...before, ...recorder, 'run', ...own, '--', ...command]
    const { child, done } = await execute(program!, rest, options)
    options.running?.(child, recipient.submissions)
    const result = await done
    // On a busy machine our answer may come too late.
    for (const line of spooledLines(data)) if (!recipient.lines.includes(line)) recipient.take(line)
    expect(recipient.rejected).toEqual([])
    return {
      ...result,
      ...fold(recipient.submissions),
      requests: recipient.requests,
      lines: recipient.lines,
      url: recipient.url,
    }
  } finally {
    await recipient.close()
    rmSync(data, { recursive: true, force: true })
  }
}
