import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Bench } from './row.ts'

const BIN = fileURLToPath(new URL('../../dist/buildspyd.js', import.meta.url))

/** The built daemon in a process of its own. */
export interface Daemon {
  readonly url: string
  /** The directory of its database. */
  readonly data: string
  /** Milliseconds from its start to its first answer. */
  readonly ready: number
  /** Resident memory now, in MB of 10^6 bytes (VmRSS, proc_pid_status(5)). */
  memory(): number
  /** The most it has had since `forgetPeak`, in MB (VmHWM; proc_pid_clear_refs(5)). */
  peak(): number
  forgetPeak(): void
  /** A value of its metrics. */
  metric(name: string): Promise<number>
  stop(): Promise<void>
}

/** A directory that is gone after the row. */
export function scratch(bench: Bench): string {
  const directory = mkdtempSync(join(tmpdir(), 'buildspy-bench-'))
  bench.defer(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** Starts the built daemon as an installation would run it, and stops it after the row. */
export async function startDaemon(
  bench: Bench,
  data = join(scratch(bench), 'data'),
  ...args: string[]
): Promise<Daemon> {
  const began = performance.now()
  const child = spawn(process.execPath, [BIN, '--port', '0', '--data', data, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const stop = async () => {
    child.kill('SIGTERM')
    await exited
  }
  bench.defer(stop)
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    exited.then(([code]) => {
      throw new Error(`the daemon ended with ${code}`)
    }),
  ])) as [string]
  const url = line.replace('BuildSpy is at ', '').replace('localhost', '127.0.0.1')
  const answer = await fetch(`${url}/api/stats`)
  // A daemon with a token answers too.
  if (!answer.ok && answer.status !== 401) throw new Error(`GET /api/stats answers ${answer.status}`)
  const ready = performance.now() - began
  const status = (field: string) => {
    const text = readFileSync(`/proc/${child.pid}/status`, 'latin1')
    return (Number(new RegExp(`^${field}:\\s*(\\d+)`, 'm').exec(text)![1]) * 1024) / 1e6
  }
  return {
    url,
    data,
    ready,
    memory: () => status('VmRSS'),
    peak: () => status('VmHWM'),
    forgetPeak: () => writeFileSync(`/proc/${child.pid}/clear_refs`, '5'),
    async metric(name) {
      const text = await (await fetch(`${url}/metrics`)).text()
      return Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'm').exec(text)![1])
    },
    stop,
  }
}
