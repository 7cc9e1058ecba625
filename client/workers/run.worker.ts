import { decodeColumns, type PackedColumns } from '../../src/domain/analysis/columns/decode-columns.ts'
import { ProcessRows } from '../model/processes/process-rows.ts'
import { sceneParts } from '../model/timeline/scene.ts'
import { endOf } from '../model/runs/run-end.ts'
import { isLive } from '../model/runs/run-list.ts'
import { buffersOf } from './buffers.ts'
import { answer } from './questions.ts'
import { readColumns, readHead } from './read-run.ts'
import type { FromWorker, ToWorker, WorkedRun } from './run-messages.ts'

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
  const given = answer(rows, name, question)
  if (!(given instanceof Promise)) return send({ kind: 'answer', number, answer: given })
  void given.then((late: unknown) => send({ kind: 'answer', number, answer: late }))
})

const send = (message: FromWorker): void => postMessage(message, { transfer: buffersOf(message) })

/** A copy for the page, because a transferred value leaves this thread. The strings are part of a larger buffer. */
function copyOf(columns: PackedColumns): PackedColumns {
  const bytes = columns.strings.bytes.slice()
  const strings = { ...columns.strings, bytes }
  return structuredClone({ ...columns, strings }, { transfer: [bytes.buffer] })
}

async function read({ query, id, layout, ahead }: ToWorker & { kind: 'read' }): Promise<void> {
  // The columns are asked for at once, because they take the daemon longer.
  const reading = readColumns(id)
  const { head, date } = await readHead(query, id)
  if (typeof head === 'string') return send({ kind: head, date })
  send({ kind: 'head', head, date })
  const bytes = await reading
  if (!bytes) return send({ kind: 'error', date })
  const columns = decodeColumns(bytes)
  rows = new ProcessRows(columns)
  const now = endOf(head, rows, Date.now() + ahead)
  const worked: WorkedRun = {
    columns: copyOf(columns),
    layout,
    scene: sceneParts(rows, layout, false, now, isLive(head) ? Infinity : now),
  }
  send({ kind: 'run', run: worked })
}
