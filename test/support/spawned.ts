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

/** Loaded beside the daemon. */
const PROBE = new URL('hold-probe.mjs', import.meta.url).href

/** The built daemon in a process of its own, ready to answer; killed after the test if it still runs. */
export const spawnDaemon = (...args: string[]) => spawnDaemonUnder('', ...args)

/** Such a daemon that tells how long its event loop was held. */
export async function spawnProbed(...args: string[]) {
  const daemon = await spawnWith('', ['--import', PROBE], args)
  /** The longest time since the last call, in milliseconds of CPU time. */
  const held = async (): Promise<number> => {
    const before = daemon.log().length
    daemon.child.kill('SIGUSR2')
    for (;;) {
      const said = /^held (\S+) ms$/m.exec(daemon.log().slice(before))
      if (said) return Number(said[1])
      await once(daemon.child.stderr, 'data')
    }
  }
  return { ...daemon, held }
}

/** The same, after a command of the shell, such as `umask 077;`. */
export const spawnDaemonUnder = (before: string, ...args: string[]) => spawnWith(before, [], args)

async function spawnWith(before: string, flags: string[], args: string[]) {
  const { databaseUrl } = placeOf(args[args.indexOf('--data') + 1]!)
  const command = [process.execPath, ...flags, BIN, '--port', '0', ...args]
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
    /** Processor time that its event loop has used so far, in milliseconds (proc_pid_stat(5)). */
    loopTime() {
      const stat = readFileSync(`/proc/${child.pid}/task/${child.pid}/stat`, 'utf8')
      const [user, system] = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .slice(11, 13)
      return (Number(user) + Number(system)) * 10
    },
    url,
    ...clientOf(url),
  }
}
