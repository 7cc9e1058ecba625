import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

/** What a simulation reports. */
export interface Report {
  readonly seeds: number
  readonly steps: number
  /** Equal for equal steps. */
  readonly digest: number
  readonly acknowledgements: number
  readonly verdicts: number
  readonly faults: number
  readonly failed?: { readonly seed: number; readonly violation: string }
}

/** Runs a built simulation in a process of its own, because it takes the clock and the files of its process. */
export async function runSimulation(
  file: string,
  ...args: string[]
): Promise<Report & { readonly log: string }> {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const [said, log] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  const line = said.trim().split('\n').at(-1)
  if (!line) throw new Error(log)
  return { ...(JSON.parse(line) as Report), log }
}
