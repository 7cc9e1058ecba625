import { createInterface } from 'node:readline'
import { exitCodeOf, start, tryCommand } from './command.mjs'
import { interrupted } from './failure.mjs'
import { say } from './progress.mjs'
import { setUp } from './setup.mjs'

/** The daemon's line when it serves. */
const READY = /^BuildSpy is at (http\S+)/

/**
 * `npm start [-- FLAGS…]`: sets up, serves, and the first time records BuildSpy's own build.
 * @param {string[]} flags the daemon's
 */
export async function main(flags) {
  endWithParent()
  await setUp()
  const daemon = start(process.execPath, ['dist/buildspyd.js', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  const ended = new Promise((resolve) =>
    daemon.on('close', (code, signal) => resolve(exitCodeOf(code, signal))),
  )
  const url = await Promise.race([whenReady(daemon), ended.then(() => undefined)])
  if (url && (await isEmpty(url))) await recordOwnBuild(url)
  process.exitCode = await ended
}

/** SIGTERM to npm ends only the shell between npm and us. Without a parent, nobody could end us. */
function endWithParent() {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  setInterval(() => process.ppid === parent || process.kill(process.pid, 'SIGTERM'), 500).unref()
}

/** Passes the daemon's lines on. @returns {Promise<string>} the address, once it serves */
function whenReady(daemon) {
  return new Promise((resolve) => {
    createInterface({ input: daemon.stdout }).on('line', (line) => {
      say(line)
      const match = READY.exec(line)
      if (match) resolve(match[1])
    })
  })
}

/** Whether nothing has been recorded yet. A daemon that will not tell has its reasons: then nothing is recorded. */
async function isEmpty(url) {
  const response = await fetch(`${url}/api/stats`).catch(() => undefined)
  if (!response?.ok) return false
  const { total_runs: runs } = await response.json()
  return runs === 0
}

/** The command line's summary names the run's address. */
async function recordOwnBuild(url) {
  say("Nothing is recorded yet: recording BuildSpy's own build")
  const record = ['dist/buildspy.js', 'run', '--url', url, '--', 'npm', 'run', 'build']
  const { exitCode } = await tryCommand(process.execPath, record, { show: true })
  if (interrupted()) return
  if (exitCode !== 0) say(`The build ended with exit code ${exitCode}`)
  say(`BuildSpy serves on at ${url} until Ctrl-C`)
}
