import { once } from 'node:events'
import type { Server } from 'node:http'
import type { Logger } from 'pino'
import { Misconfigured } from '../errors.ts'

/** Listens, or says what to change; failures after that are logged. @throws Misconfigured */
export async function listen(server: Server, port: number, host: string, log: Logger): Promise<void> {
  server.listen(port, host)
  // A later failure, such as a connection refused for want of descriptors, is no reason to end.
  server.on('error', (err) => server.listening && log.error({ err }, 'cannot accept a connection'))
  try {
    await once(server, 'listening')
  } catch (cause) {
    throw new Misconfigured(explain(cause as NodeJS.ErrnoException, port, host), { cause })
  }
}

function explain({ code, message }: NodeJS.ErrnoException, port: number, host: string): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use. Stop what uses it, or choose another with --port.`
    case 'EACCES':
      return `Port ${port} needs more rights than this user has. Choose one above 1023 with --port.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is not an address of this machine. Choose another with --host.`
    default:
      return `Cannot listen on ${host}:${port}: ${message}`
  }
}
