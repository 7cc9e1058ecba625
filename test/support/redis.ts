import { spawn } from 'node:child_process'
import { onTestFinished } from 'vitest'
import { end, freePort, whenReady } from '../../scripts/server-process.mjs'

/** A real Redis on a port of its own, which keeps nothing; ended after the test. */
export async function startRedis() {
  const port = await freePort()
  const serve = () => {
    const server = spawn('redis-server', ['--port', String(port), '--save', ''])
    return whenReady(server, server.stdout, 'Ready to accept connections')
  }
  let server = await serve()
  const stop = () => end(server, 'SIGKILL')
  onTestFinished(stop)
  return {
    url: `redis://127.0.0.1:${port}`,
    stop,
    /** Lets it hang, with its connections open. */
    hang: () => void server.kill('SIGSTOP'),
    goOn: () => void server.kill('SIGCONT'),
    async start() {
      server = await serve()
    },
  }
}
