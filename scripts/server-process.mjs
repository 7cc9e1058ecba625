import { once } from 'node:events'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { Failure } from './failure.mjs'

/**
 * Waits for a server that says when it is ready.
 * @template {import('node:child_process').ChildProcess} T
 * @param {T} server
 * @param {import('node:stream').Readable} output where it says so
 * @param {string} words what it says
 * @returns {Promise<T>}
 * @throws {Failure} with what it said if it ends before
 */
export async function whenReady(server, output, words) {
  const said = []
  await new Promise((resolve, reject) => {
    createInterface({ input: output }).on('line', (line) => {
      if (line.includes(words)) resolve(undefined)
      else if (said.length < 100) said.push(line)
    })
    server.on('error', reject)
    server.on('exit', () => reject(new Failure(`${server.spawnfile} does not start:\n${said.join('\n')}`)))
  })
  return server
}

/**
 * Sends a signal to a process that still runs, and waits for its end.
 * @param {import('node:child_process').ChildProcess} server
 * @param {NodeJS.Signals} signal
 */
export async function end(server, signal) {
  if (server.exitCode !== null || server.signalCode !== null) return
  server.kill(signal)
  await once(server, 'exit')
}

/** @returns {Promise<number>} a port of this machine that nobody listens on */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  server.close()
  await once(server, 'close')
  return port
}
