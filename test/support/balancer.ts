import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/**
 * A balancer before several daemons: each connection, WebSockets too, goes to the next of them that takes it. Ended after
 * the test.
 * @param urls of the daemons; may change meanwhile
 * @returns its address
 */
export async function startBalancer(urls: readonly string[]): Promise<string> {
  const open = new Set<Socket>()
  let turn = 0
  const server = createServer((client) => {
    const pass = (attempts: number) => {
      if (!attempts) return client.destroy()
      const { hostname, port } = new URL(urls[turn++ % urls.length]!)
      const daemon = connect(Number(port), hostname)
      daemon.once('error', () => pass(attempts - 1))
      daemon.once('connect', () => {
        daemon.removeAllListeners('error').on('error', () => client.destroy())
        client.pipe(daemon).pipe(client)
        client.on('close', () => daemon.destroy())
        daemon.on('close', () => client.destroy())
      })
    }
    open.add(client)
    client.on('error', () => {}).on('close', () => open.delete(client))
    pass(urls.length)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    for (const client of open) client.destroy()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
