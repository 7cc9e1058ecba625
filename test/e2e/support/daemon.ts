import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const dist = fileURLToPath(new URL('../../../dist/', import.meta.url))

/** A daemon of its own, with an empty database in a temporary directory. */
export interface TestDaemon {
  readonly url: string
  readonly directory: string
  close(): Promise<void>
}

/** Starts the built daemon on a free port, with more options if they are given, and waits until it answers. */
export async function startDaemon(...options: string[]): Promise<TestDaemon> {
  const directory = await mkdtemp(join(tmpdir(), 'buildspy-e2e-'))
  const data = join(directory, 'data')
  const args = [join(dist, 'buildspyd.js'), '--port', '0', '--data', data, ...options]
  const daemon = spawn(process.execPath, args)
  const url = await addressOf(daemon)
  for (;;) {
    const answer = await fetch(`${url}/readyz`).catch(() => null)
    if (answer?.ok) break
  }
  return {
    url,
    directory,
    async close() {
      daemon.kill('SIGTERM')
      if (daemon.exitCode === null && daemon.signalCode === null) await once(daemon, 'exit')
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** Reads the address from what the daemon prints when it listens. */
async function addressOf(daemon: ChildProcess): Promise<string> {
  let printed = ''
  daemon.stderr!.on('data', (text: Buffer) => (printed += text))
  for await (const text of daemon.stdout!) {
    printed += text
    const [address] = /https?:\/\/\S+/.exec(printed) ?? []
    if (address && printed.includes('\n')) {
      daemon.stdout!.resume()
      return address.replace(/\/$/, '')
    }
  }
  throw new Error(`The daemon did not start: ${printed}`)
}

/** Records a command with the built collector, with more options if they are given. @returns the process, whose exit code is the command's */
export function record(
  url: string,
  directory: string,
  command: readonly string[],
  options: readonly string[] = [],
): ChildProcess {
  const args = [
    join(dist, 'buildspy.js'),
    'run',
    '--quiet',
    '--url',
    url,
    '--data',
    directory,
    ...options,
    '--',
    ...command,
  ]
  return spawn(process.execPath, args, { cwd: directory, stdio: 'inherit', detached: true })
}

/** Ends a recorded build with all its processes, where a failed test left it waiting. */
export function stop(build: ChildProcess | undefined): void {
  if (build?.pid === undefined || build.exitCode !== null || build.signalCode !== null) return
  process.kill(-build.pid, 'SIGKILL')
}
