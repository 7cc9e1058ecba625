import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * Runs commands in turn, round by round, so that what else the machine does falls on all of them alike.
 * @param {Record<string, readonly string[]>} commands by name
 * @param {{ rounds: number, cwd?: string, before?: () => void }} options `before` each run
 * @returns {Record<string, { wall: number[], cpu: number[] }>} seconds of each run, by name
 */
export function interleave(commands, { rounds, cwd, before = () => {} }) {
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, { wall: [], cpu: [] }]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, [program, ...args]] of Object.entries(commands)) {
      before()
      const cpu = childrenCpu()
      const began = process.hrtime.bigint()
      const { status, error } = spawnSync(program, args, { cwd, stdio: 'ignore' })
      if (error || status !== 0) throw error ?? new Error(`${name} ended with ${status}`)
      times[name].wall.push(Number(process.hrtime.bigint() - began) / 1e9)
      times[name].cpu.push(childrenCpu() - cpu)
    }
  }
  return times
}

/** CPU time of our ended children and theirs, seconds in steps of 10 ms (cutime and cstime, proc_pid_stat(5)). */
function childrenCpu() {
  const fields = readFileSync('/proc/self/stat', 'latin1')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[13]) + Number(fields[14])) / 100
}

/**
 * @param {readonly number[]} values
 * @returns {number}
 */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/**
 * The median of the ratios of runs of one round.
 * @param {readonly number[]} times
 * @param {readonly number[]} base
 * @returns {number}
 */
export const pairedRatio = (times, base) => median(times.map((time, round) => time / base[round]))

/**
 * Runs a command to its end and watches its memory.
 * @returns {Promise<number>} its largest resident memory, bytes (VmHWM, proc_pid_status(5))
 */
export async function peakMemory([program, ...args]) {
  const child = spawn(program, args, { stdio: 'ignore' })
  let peak = 0
  const timer = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'latin1')
      peak = Math.max(peak, Number(/^VmHWM:\s*(\d+)/m.exec(status)?.[1] ?? 0) * 1024)
    } catch {
      // It has ended.
    }
  }, 50)
  const status = await new Promise((resolve) => child.once('exit', resolve))
  clearInterval(timer)
  if (status !== 0) throw new Error(`${program} ended with ${status}`)
  return peak
}
