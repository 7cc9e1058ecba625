import { analyse } from '../../src/domain/analysis/time/analyse.ts'
import { decode } from '../../src/domain/analysis/processes.ts'
import { ProcessRows } from '../model/processes/process-rows.ts'
import { sceneParts } from '../model/timeline/scene.ts'
import { packStrings } from '../model/processes/string-table.ts'
import { factsOf } from '../model/runs/analysis-facts.ts'
import { endOf } from '../model/runs/run-end.ts'
import { isLive } from '../model/runs/run-list.ts'
import { buffersOf } from './buffers.ts'
import { answer } from './questions.ts'
import type { FromWorker, RunAnswer, ToWorker, WorkedRun } from './run-messages.ts'

/**
 * Reads a run, and decodes, lays out and analyses its processes, away from the thread that draws. It keeps its own copy of the
 * rows, receives every change, and answers questions about them.
 */

/** The run's processes; there from the first answer on. */
let rows: ProcessRows

addEventListener('message', ({ data: message }: MessageEvent<ToWorker>) => {
  if (message.kind === 'read') return void read(message)
  if (message.kind === 'update') return message.processes.forEach((process) => rows.upsert(process))
  const { number, name, question } = message
  send({ kind: 'answer', number, answer: answer(rows, name, question) })
})

const send = (message: FromWorker): void => postMessage(message, { transfer: buffersOf(message) })

async function read({ query, id, layout, ahead }: ToWorker & { kind: 'read' }): Promise<void> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query, variables: { id } }),
  }).catch(() => null)
  const result = (await response?.json().catch(() => null)) as RunAnswer | null
  const date = response?.headers.get('date') ?? null
  const run = result?.data?.run
  if (!run) return send({ kind: result?.data ? 'missing' : 'error', date })
  const { timeline, ...head } = run
  const decoded = decode(timeline)
  const columns = { ...decoded, strings: packStrings(decoded.strings) }
  rows = new ProcessRows(columns)
  const now = endOf(head, rows, Date.now() + ahead)
  const worked: WorkedRun = {
    head,
    // A copy, because a transferred value leaves this thread.
    columns: structuredClone(columns),
    layout,
    scene: sceneParts(rows, layout, false, now, isLive(head) ? Infinity : now),
    analysis: analyse(rows, factsOf(head, now)),
  }
  send({ kind: 'run', date, run: worked })
}
