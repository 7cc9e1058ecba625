import { stringifyDocument } from '@urql/core'
import type { Analysis } from '../../src/domain/analysis/analyse.ts'
import type { Layout } from '../components/timeline/lanes.ts'
import { keepPrepared } from '../components/timeline/prepared-scenes.ts'
import { ProcessRows } from '../components/timeline/rows.ts'
import type { WorkerMessage } from '../workers/run-messages.ts'
import { RUN, type RunHead } from './run.ts'
import { clockAhead, noteServerDate } from './serverClock.ts'

/** What came of reading a run. */
export type RunRead =
  | { readonly state: 'missing' | 'error' }
  | { readonly state: 'ready'; readonly head: RunHead; readonly rows: ProcessRows; readonly seq: number }

/**
 * Reads a run with all its processes, by a worker of its own.
 * @param layout how the picture is laid out that comes with it
 * @param onAnalysis is told the analysis, which comes after the run
 * @param signal ends it
 */
export function readRun(
  id: string,
  layout: Layout,
  onAnalysis: (analysis: Analysis) => void,
  signal: AbortSignal,
): Promise<RunRead> {
  const worker = new Worker(new URL('../workers/run.worker.ts', import.meta.url), { type: 'module' })
  const end = () => worker.terminate()
  signal.addEventListener('abort', end)
  worker.postMessage({ query: stringifyDocument(RUN), id, layout, ahead: clockAhead() })
  return new Promise((resolve) => {
    worker.addEventListener('error', () => resolve({ state: 'error' }))
    worker.addEventListener('message', ({ data: message }: MessageEvent<WorkerMessage>) => {
      if (message.kind === 'analysis') {
        onAnalysis(message.analysis)
        return end()
      }
      noteServerDate(message.date)
      if (message.kind !== 'run') {
        end()
        return resolve({ state: message.kind })
      }
      const rows = new ProcessRows(message.columns)
      keepPrepared(rows, message.scene)
      resolve({ state: 'ready', head: message.head, rows, seq: message.columns.seq })
    })
  })
}
