import type { Client } from 'pg'

/** Time that a server has to close its end, in milliseconds. */
const FAREWELL = 1000

/**
 * The open connections to a server. Each has a listener for its errors, and all can be dropped when the server falls silent.
 */
export class PostgresqlClients {
  readonly #open = new Map<Client, Promise<void>>()

  /** Keeps a connection until it ends. The error of an idle one needs no report, because the connection ends. */
  add(client: Client): void {
    client.on('error', () => {})
    const ended = new Promise<void>((resolve) => client.once('end', resolve))
    this.#open.set(client, ended)
    void ended.then(() => this.#open.delete(client))
  }

  /** Closes all connections at once without a message to the server. Pending statements fail. */
  drop(): void {
    for (const client of this.#open.keys()) client.connection.stream.destroy()
  }

  /** Closes all connections, and drops those that the server does not close in time. */
  async close(): Promise<void> {
    for (const client of this.#open.keys()) client.end().catch(() => {})
    const timer = setTimeout(() => this.drop(), FAREWELL)
    await Promise.all(this.#open.values())
    clearTimeout(timer)
  }
}
