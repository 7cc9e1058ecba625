import { spawn } from 'node:child_process'
import { Failure } from './failure.mjs'

/** Children under way. A signal to this process ends them too: nothing outlives the script that started it. */
const children = new Map()
let ending = false

/** How long a child may take to end before it is killed. */
const PATIENCE = 10_000

/**
 * @typedef {object} CommandOptions
 * @property {Record<string, string>} [env] added to the environment
 * @property {boolean} [show] the command's output goes straight to the terminal instead of being kept
 * @property {AbortSignal} [signal] ends the command
 */

/**
 * Runs a command to its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<{ exitCode: number, output: string }>} stdout and stderr as they came; exit code 128 + n for a signal
 */
export function tryCommand(command, args, { env = {}, show = false, signal } = {}) {
  return new Promise((resolve, reject) => {
    const child = start(command, args, { env, stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'], signal })
    const chunks = []
    child.stdout?.on('data', (chunk) => chunks.push(chunk))
    child.stderr?.on('data', (chunk) => chunks.push(chunk))
    child.on('error', (cause) => {
      if (cause.name !== 'AbortError')
        reject(new Failure(`Cannot run ${command}: ${cause.message}`, { cause }))
    })
    child.on('close', (code, name) =>
      resolve({ exitCode: exitCodeOf(code, name), output: Buffer.concat(chunks).toString() }),
    )
  })
}

/**
 * Runs a command that must succeed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {CommandOptions & { hint?: (output: string) => string | undefined }} [options] `hint` adds what to do about it
 * @returns {Promise<string>} its output
 * @throws {Failure} with the output and the command
 */
export async function runCommand(command, args, { hint, ...options } = {}) {
  const { exitCode, output } = await tryCommand(command, args, options)
  if (exitCode === 0) return output
  const advice = hint?.(output)
  const words = [command, ...args].join(' ').replaceAll(`${process.cwd()}/`, '')
  throw new Failure(
    `${output.trimEnd()}\n\n${words} failed (exit code ${exitCode}).${advice ? ` ${advice}` : ''}`,
  )
}

/**
 * Starts a child that ends with this process.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options `env` is added to the environment; `detached` keeps a
 *   terminal's Ctrl-C from the child, which then gets one SIGTERM from here
 */
export function start(command, args, { env, ...options }) {
  const child = spawn(command, args, { ...options, env: { ...process.env, ...env } })
  children.set(child, { detached: Boolean(options.detached) })
  child.on('close', () => {
    children.delete(child)
    if (ending) endDetached()
  })
  return child
}

/** The exit code a shell would give. */
export function exitCodeOf(code, signalName) {
  return code ?? 128 + (SIGNALS[signalName] ?? 0)
}

const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => endChildren(name))

/** Asks every child to end, once: npm passes on the signals that it gets, so that one may come twice. */
function endChildren(name) {
  if (ending) return
  ending = true
  process.exitCode = 128 + SIGNALS[name]
  if (children.size === 0) process.exit()
  // A terminal sends Ctrl-C to the whole process group: asking again could make a child give up half way.
  if (name !== 'SIGINT' || !process.stdin.isTTY) killAll(name, { detached: false })
  endDetached()
  setTimeout(() => killAll('SIGKILL'), PATIENCE).unref()
}

/** Last, because the others may still talk to them: the daemon stores how an interrupted build ended. */
function endDetached() {
  if ([...children.values()].every(({ detached }) => detached)) killAll('SIGTERM')
}

function killAll(name, { detached = true } = {}) {
  for (const [child, options] of children) if (detached || !options.detached) child.kill(name)
}
