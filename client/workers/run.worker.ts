import { analyse } from '../../src/domain/analysis/analyse.ts'
import { decode } from '../../src/domain/analysis/processes.ts'
import { ProcessRows } from '../components/timeline/rows.ts'
import { packStrings } from '../components/timeline/string-table.ts'
import { sceneParts } from '../components/timeline/scene.ts'
import { factsOf } from '../composables/analysis-facts.ts'
import { endOf } from '../composables/run-end.ts'
import { isLive } from '../composables/runs.ts'
import type { RunAnswer, RunQuestion, WorkerMessage } from './run-messages.ts'

/**
 * Reads a run, decodes its processes and lays out its picture, away from the thread that draws; then analyses it.
 * Answers twice: with the run, and with the analysis.
 */
const port = globalThis as unknown as {
  postMessage(message: WorkerMessage): void
  addEventListener(type: 'message', listener: (event: MessageEvent<RunQuestion>) => void): void
}

port.addEventListener('message', ({ data: question }) => void answer(question))

async function answer({ query, id, layout, ahead }: RunQuestion): Promise<void> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query, variables: { id } }),
  }).catch(() => null)
  const result = (await response?.json().catch(() => null)) as RunAnswer | null
  const date = response?.headers.get('date') ?? null
  const run = result?.data?.run
  if (!run) return port.postMessage({ kind: result?.data ? 'missing' : 'error', date })
  const { timeline, ...head } = run
  const decoded = decode(timeline)
  const columns = { ...decoded, strings: packStrings(decoded.strings) }
  const rows = new ProcessRows(columns)
  const now = endOf(head, rows, Date.now() + ahead)
  const parts = sceneParts(rows, layout, now, isLive(head) ? Infinity : now)
  port.postMessage({ kind: 'run', date, head, columns, scene: { layout, parts } })
  port.postMessage({ kind: 'analysis', analysis: analyse(rows, factsOf(head, now)) })
}
