import { readFileSync } from 'node:fs'

/**
 * Loaded into a daemon by `--import`: writes to stderr, at each SIGUSR2, the longest time that its event loop was held since
 * the last, in milliseconds of the CPU time of the main thread. So a busy machine makes it no longer.
 * (/proc/PID/schedstat: https://docs.kernel.org/scheduler/sched-stats.html)
 */
const onCpu = () => Number(readFileSync('/proc/self/schedstat', 'latin1').split(' ', 1)[0]) / 1e6

let longest = 0
let last = onCpu()
setInterval(() => {
  const now = onCpu()
  longest = Math.max(longest, now - last)
  last = now
}, 1).unref()
process.on('SIGUSR2', () => {
  process.stderr.write(`held ${longest.toFixed(1)} ms\n`)
  longest = 0
})
