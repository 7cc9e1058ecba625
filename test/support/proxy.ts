import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/**
 * A network before a server that can swallow what is sent: connections stand, and nothing arrives. Ended after the test.
 * @param url of the server
 * @returns the server's address behind it, and what makes it swallow
 */
export async function startProxy(url: string) {
  const { port, hostname } = new URL(url)
  const open = new Set<Socket>()
  let silent = false
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(from)
      from.on('data', (chunk) => !silent && to.write(chunk))
      from.on('error', () => {}).on('close', () => (open.delete(from), to.destroy()))
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    for (const socket of open) socket.destroy()
  })
  const address = new URL(url)
  address.port = String((server.address() as AddressInfo).port)
  return {
    url: address.href,
    swallow: () => void (silent = true),
    /** Lets new connections through; those that were there have lost bytes, and stay silent for ever. */
    pass() {
      silent = false
      for (const socket of open) socket.removeAllListeners('data').pause()
    },
  }
}
