import { createClient } from 'graphql-ws'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { clientOf } from '../../support/daemon.ts'
import { anEvent } from '../../support/submissions.ts'

/** Clients that submit events of a run, one after the other, each again until it is acknowledged. */
export function startLoad(url: string, runId: string, clients = 8) {
  const { post } = clientOf(url)
  const acknowledged: string[] = []
  const stopping = new AbortController()
  let refused = 0
  const client = async () => {
    while (!stopping.signal.aborted) {
      const event = anEvent(runId)
      for (;;) {
        const status = await post('/api/live/submit', JSON.stringify(event)).then(
          async (response) => (await response.text(), response.status),
          () => 0,
        )
        if (status === 200) break
        if (status !== 503 && status !== 0) throw new Error(`status ${status}`)
        refused++
        // As the answer's Retry-After would have it, but sooner.
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      acknowledged.push(event.data.id)
    }
  }
  const done = Promise.all(Array.from({ length: clients }, client))
  return {
    /** Ids, in the order of their answers. */
    acknowledged,
    refused: () => refused,
    /** Resolves once every client has had its last answer. */
    async stop() {
      stopping.abort()
      await done
    },
  }
}

/** What a subscriber was told: sequence and id of each event, and when, by `performance.now()`. */
export interface Seen {
  readonly seq: number
  readonly id: string
  readonly at: number
}

/** A socket that is closed while it opens says so, though nobody minds. */
class QuietSocket extends WebSocket {
  constructor(url: string, protocol: string) {
    super(url, protocol)
    this.on('error', () => {})
  }
}

/** Watches a run; cut off, it subscribes again after the last event seen. */
export function watchRun(url: string, runId: string) {
  const seen: Seen[] = []
  let reconnections = -1
  const stopped = new AbortController()
  const query = `subscription ($runId: UUID!, $after: Int!) {
    runEvents(runId: $runId, after: $after) { events { seq id } }
  }`
  const watch = async () => {
    while (!stopped.signal.aborted) {
      reconnections++
      const client = createClient({
        url: `${url.replace('http', 'ws')}/graphql`,
        webSocketImpl: QuietSocket,
        retryAttempts: 0,
      })
      const variables = { runId, after: seen.at(-1)?.seq ?? 0 }
      const results = client.iterate<{ runEvents: { events: Omit<Seen, 'at'>[] } }>({ query, variables })
      close = () => void client.terminate()
      try {
        for await (const { data, errors } of results) {
          if (errors) throw errors[0]!
          for (const event of data!.runEvents.events) seen.push({ ...event, at: performance.now() })
        }
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      await client.dispose()
    }
  }
  let close = () => {}
  onTestFinished(() => {
    stopped.abort()
    close()
  })
  void watch()
  return { seen, reconnections: () => reconnections }
}
