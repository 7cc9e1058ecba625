import { parentPort, workerData } from 'node:worker_threads'
import { setPriority } from 'node:os'
import { BuildSpyError, TooLarge } from '../errors.ts'
import { encodeColumns } from '../domain/analysis/columns/encode-columns.ts'
import { openRows } from '../store/row-source.ts'
import { compressNow } from '../wire/content-coding.ts'
import type { Comparison } from '../domain/analysis/compare/compare.ts'
import { answerFiles } from './files/answers.ts'
import { KeptRuns } from './kept-runs.ts'
import {
  MOST_COMPARED,
  type Answers,
  type AskedRun,
  type ChangesQuestion,
  type ComparisonReport,
  type Job,
  type Question,
  type Reply,
  type ThreadData,
  type VerdictQuestion,
} from './messages.ts'
import { otlpRequests } from './otlp-requests.ts'
import { adviceOf, boundPathOf, predictionOf } from './predictions.ts'
import type { KeptRun } from './read-recorded-run.ts'
import { changesOf, compared, comparisonOf, reportOf, seriesOf } from './report.ts'
import { verdictReportOf } from './verdict-report.ts'
import { timelineText } from './timeline-text.ts'
import { waitColumnsText } from './wait-columns-text.ts'

/**
 * The thread that analyses runs, because the work grows with the run and would hold the event loop. It reads by a connection of
 * its own, and keeps the latest runs. `src/analysis/analyst.ts` is the other end.
 */
const { source } = workerData as ThreadData
const opened = openRows(source).then((rows) => new KeptRuns(rows))

// Submissions come first. On other systems than Linux, a priority applies to the whole process.
if (process.platform === 'linux') setPriority(10)

/** Whether somebody still waits for the answer to a question. */
const isWantedBy = (gone: Int32Array) => () => Atomics.load(gone, 0) === 0

const processesOf = async (run: AskedRun, gone: Int32Array) =>
  (await opened).processesOf(run, isWantedBy(gone))

const recordedRun = async (run: AskedRun, gone: Int32Array): Promise<KeptRun> =>
  (await opened).recordedRun(run, isWantedBy(gone))

/** The latest comparison. A caller of a comparison next reads its changes, page by page. */
let last:
  | { readonly key: string; readonly comparison: Comparison; readonly report: ComparisonReport }
  | undefined

async function compare(
  { base, head }: Pick<ChangesQuestion, 'base' | 'head'>,
  gone: Int32Array,
): Promise<NonNullable<typeof last>> {
  const key = [base, head].map(({ id, version, until }) => `${id}/${version}/${until}`).join(' ')
  if (last?.key === key) return last
  if (base.processes + head.processes > MOST_COMPARED)
    throw new TooLarge(
      `The runs ${base.id} and ${head.id} are too large to be compared: they have more than ${MOST_COMPARED} processes.`,
    )
  const left = await recordedRun(base, gone)
  const right = await recordedRun(head, gone)
  const sides = [
    [left, base],
    [right, head],
  ] as const
  const comparison = compared(...sides)
  return (last = { key, comparison, report: comparisonOf(...sides, comparison) })
}

async function verdict({ run, usual, base, previous }: VerdictQuestion, gone: Int32Array) {
  const recorded = await recordedRun(run, gone)
  const others = othersOf(run, gone)
  return verdictReportOf(recorded, {
    run: { ...recorded, workingDir: run.workingDir },
    usual,
    usualRun: await others(base),
    previous: await others(previous),
  })
}

/** Reads runs to compare with a run, each once; null for those that do not fit beside it. */
function othersOf(run: AskedRun, gone: Int32Array) {
  let room = MOST_COMPARED - run.processes
  const known = new Map<string, (KeptRun & { readonly workingDir: string }) | null>()
  return async (asked: AskedRun | null) => {
    if (!asked) return null
    const before = known.get(asked.id)
    if (before !== undefined) return before
    const fits = asked.processes <= room
    if (fits) room -= asked.processes
    const read = fits ? await unlessTooLarge(recordedRun(asked, gone)) : null
    const other = read && { ...read, workingDir: asked.workingDir }
    known.set(asked.id, other)
    return other
  }
}

/** A verdict does without a run that cannot be read whole. */
async function unlessTooLarge<Result>(reading: Promise<Result>): Promise<Result | null> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof TooLarge) return null
    throw error
  }
}

async function answer({ question, gone }: Job): Promise<Answers[Question['kind']]> {
  if (question.kind === 'comparison') return (await compare(question, gone)).report
  if (question.kind === 'changes') return changesOf((await compare(question, gone)).comparison, question)
  if (question.kind === 'verdict') return verdict(question, gone)
  if (question.kind === 'columns')
    return compressNow(encodeColumns(await processesOf(question.run, gone)), question.coding)
  if (question.kind === 'timeline') return encoded(timelineText(await processesOf(question.run, gone)))
  if (question.kind === 'otlp') return otlpRequests(question, await processesOf(question.run, gone))
  const run = await recordedRun(question.run, gone)
  if (question.kind === 'prediction') return predictionOf(run, question.changes)
  if (question.kind === 'boundPath') return boundPathOf(run)
  if (question.kind === 'advice') return adviceOf(run, await othersOf(question.run, gone)(question.previous))
  if (question.kind === 'report') return reportOf(run)
  if (question.kind === 'series') return seriesOf(run, question.of, question.parts)
  if (question.kind === 'waitColumns') return encoded(waitColumnsText(run.waits))
  if (run.tooManyFiles) throw run.tooManyFiles
  return answerFiles(question, run)
}

const encoded = (texts: Iterable<string>): Uint8Array<ArrayBuffer>[] => {
  const encoder = new TextEncoder()
  return Array.from(texts, (text) => encoder.encode(text))
}

/** The memory of an answer in bytes, which no other answer shares. */
function buffersIn(given: Answers[Question['kind']]): ArrayBuffer[] {
  if (given instanceof Uint8Array) return [given.buffer as ArrayBuffer]
  if (!Array.isArray(given)) return []
  return given.flatMap((piece: unknown) => {
    const bytes = piece instanceof Object && 'body' in piece ? piece.body : piece
    return bytes instanceof Uint8Array ? [bytes.buffer as ArrayBuffer] : []
  })
}

/** Large buffers are transferred, not copied. */
function send(reply: Reply, transfer: ArrayBuffer[] = []): void {
  parentPort!.postMessage(reply, transfer)
}

parentPort!.on('message', async (job: Job) => {
  try {
    const given = await answer(job)
    const buffers = buffersIn(given)
    const bytes = buffers.reduce((sum, { byteLength }) => sum + byteLength, 0)
    send({ answer: given, bytes: bytes || JSON.stringify(given).length }, buffers)
  } catch (error) {
    const code = error instanceof BuildSpyError ? error.code : ''
    send({ code, message: (error as Error).message })
  }
})
