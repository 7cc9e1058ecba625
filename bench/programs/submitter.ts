import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { simulateBuild } from '../../test/support/simulated-build.ts'
import { Connection, requestOf } from '../support/connection.ts'
import { serve } from '../support/remote.ts'

/** Submits one event after the other over a few connections, and measures how long each takes to its answer. */
const api = { begin, end }
export type Submitter = typeof api

const CONNECTIONS = 4
/** Between an answer and the next event of a connection, in milliseconds: a build does not wait for its daemon. */
const PAUSE = 10

let latencies: number[] = []
let ending = new AbortController()
let work: Promise<unknown>

/** Begins to submit events of a run. */
async function begin({ url, run }: { url: string; run: string }): Promise<void> {
  const { submissions } = simulateBuild({ processes: 1 })
  const [, { data }] = [...submissions] as [unknown, { data: { process: object } }]
  const eventOf = () => {
    const process = { ...data.process, build_run_id: run }
    const event = { ...data, id: randomUUID(), build_run_id: run, type: 'resource_update', process }
    return requestOf(
      '/api/live/submit',
      'application/json',
      JSON.stringify({ type: 'build_event', data: event }),
    )
  }
  latencies = []
  const { signal } = (ending = new AbortController())
  const submit = async (connection: Connection) => {
    while (!signal.aborted) {
      const request = eventOf()
      const began = performance.now()
      await connection.send(request)
      latencies.push(performance.now() - began)
      await setTimeout(PAUSE)
    }
    connection.close()
  }
  const open = await Promise.all(Array.from({ length: CONNECTIONS }, () => Connection.open(url)))
  work = Promise.all(open.map(submit))
}

/** @returns the milliseconds of each event since then, ascending */
async function end(): Promise<number[]> {
  ending.abort()
  await work
  return latencies.sort((a, b) => a - b)
}

serve(api)
