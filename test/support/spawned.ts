import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { clientOf } from './daemon.ts'
import { placeOf } from './database.ts'

/** The built daemon's command. */
export const BIN = fileURLToPath(new URL('../../dist/buildspyd.js', import.meta.url))

/** The built daemon in a process of its own, ready to answer; killed after the test if it still runs. */
export const spawnDaemon = (...args: string[]) => spawnDaemonUnder('', ...args)

/** The same, after a command of the shell, such as `umask 077;`. */
export async function spawnDaemonUnder(before: string, ...args: string[]) {
  const { databaseUrl } = placeOf(args[args.indexOf('--data') + 1]!)
  const command = [process.execPath, BIN, '--port', '0', ...args]
  const child = spawn('sh', ['-c', `${before} exec "$@"`, 'sh', ...command], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(databaseUrl && { BUILDSPY_DATABASE_URL: databaseUrl }) },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let log = ''
  child.stderr.on('data', (chunk) => (log += chunk))
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const url = line.replace('BuildSpy is at ', '').replace('localhost', '127.0.0.1')
  return {
    child,
    /** With its exit code and signal. */
    exited: once(child, 'exit') as Promise<[number | null, string | null]>,
    /** What it has written to stderr so far. */
    log: () => log,
    /** Its resident memory now, in MiB (proc(5)). */
    memory: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))![1]) / 1024,
    url,
    ...clientOf(url),
  }
}
