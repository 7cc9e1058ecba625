import { cutText } from '../domain/analysis/cut-text.ts'
import { subjectOf } from '../domain/analysis/compare/subject.ts'
import type { ExportedRun } from '../domain/analysis/export/exported-run.ts'
import { durationOf, failed, NO_EXIT_CODE, textOf } from '../domain/analysis/processes.ts'
import { keptSpansOf } from './kept-spans.ts'
import { RESULTS } from './resource.ts'
import { spanIdOf, spanOfRun } from './span-ids.ts'
import { parseTraceparent, TRACEPARENT_LABEL, type TraceContext } from './trace-context.ts'
import { attributesOf, nanoseconds, type Fraction, type KeyValue } from './values.ts'

/** A span as OTLP/JSON writes it (opentelemetry/proto/trace/v1/trace.proto). */
export interface Span {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly kind: number
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes: readonly KeyValue[]
  readonly status: { readonly code?: number; readonly message?: string }
}

const INTERNAL = 1
/** A run is of this kind by the conventions for CI/CD. */
const SERVER = 2
const ERROR = 2

const MOST_NAME = 120
const MOST_COMMAND = 4000

/**
 * The spans of a run: its own first, then one for each process, by start. Attributes have the names of the semantic
 * conventions for CI/CD and processes; those without one begin with `buildspy.`. O(n log n).
 */
export function* spansOf(run: ExportedRun): Generator<Span, void> {
  const parent = parseTraceparent(run.labels.find(({ name }) => name === TRACEPARENT_LABEL)?.value)
  const context = spanOfRun(run.id, parent)
  const { rows, above, collapsed } = keptSpansOf(run)
  yield spanOfAll(run, context, parent, collapsed.get(-1))
  const { pid, start } = run.processes
  const idOf = (row: number) =>
    row < 0 ? context.spanId : spanIdOf(run.id, run.processes.pid[row]!, start[row]!)
  for (const row of rows) {
    const place = { traceId: context.traceId, spanId: idOf(row), parentSpanId: idOf(above[row]!) }
    const parentPid = run.processes.parent[row]! < 0 ? undefined : pid[run.processes.parent[row]!]
    yield { ...place, ...processSpan(run, row, parentPid, collapsed.get(row)) }
  }
}

function spanOfAll(
  run: ExportedRun,
  context: TraceContext,
  parent: TraceContext | undefined,
  collapsed: number | undefined,
): Span {
  const isBad = run.outcome !== 'succeeded' && run.outcome !== 'running'
  const label = (wanted: string) => run.labels.find(({ name }) => name === wanted)?.value
  return {
    ...context,
    ...(parent && { parentSpanId: parent.spanId }),
    name: cutText(`BUILD ${run.commandLine}`, MOST_NAME),
    kind: SERVER,
    startTimeUnixNano: nanoseconds(run.origin, 0),
    endTimeUnixNano: nanoseconds(run.origin, run.wall),
    attributes: attributesOf({
      'cicd.pipeline.name': cutText(run.commandLine, MOST_NAME),
      'cicd.pipeline.action.name': 'BUILD',
      'cicd.pipeline.run.id': run.id,
      'cicd.pipeline.run.url.full': label('job'),
      'cicd.pipeline.result': RESULTS[run.outcome],
      'error.type': isBad ? run.outcome : undefined,
      'process.command_line': cutText(run.commandLine, MOST_COMMAND),
      'process.working_directory': run.workingDir || undefined,
      'process.exit.code': run.exitCode ?? undefined,
      'buildspy.processes': run.processes.count,
      'buildspy.collapsed': collapsed,
    }),
    status: isBad ? { code: ERROR, message: run.outcome } : {},
  }
}

function processSpan(
  { processes, origin, wall }: ExportedRun,
  row: number,
  parentPid: number | undefined,
  collapsed: number | undefined,
): Omit<Span, 'traceId' | 'spanId'> {
  const name = textOf(processes, processes.name, row)
  const commandLine = textOf(processes, processes.commandLine, row)
  const signal = textOf(processes, processes.signal, row)
  const code = processes.exitCode[row]!
  const start = processes.start[row]!
  return {
    name: cutText(`${name} ${subjectOf(commandLine)}`.trim() || 'process', MOST_NAME),
    kind: INTERNAL,
    startTimeUnixNano: nanoseconds(origin, start),
    endTimeUnixNano: nanoseconds(origin, start + durationOf(processes, row, wall)),
    attributes: attributesOf({
      'process.pid': processes.pid[row]!,
      'process.parent_pid': parentPid,
      'process.executable.name': name || undefined,
      'process.command_line': cutText(commandLine, MOST_COMMAND),
      'process.working_directory': textOf(processes, processes.workingDir, row) || undefined,
      'process.exit.code': code === NO_EXIT_CODE ? undefined : code,
      'buildspy.signal': signal || undefined,
      'buildspy.cpu.time': seconds(processes.cpuTime[row]!),
      'buildspy.memory.peak': processes.peakMemory[row]! || undefined,
      'buildspy.collapsed': collapsed,
    }),
    status: failed(processes, row) ? { code: ERROR, message: signal || `exit code ${code}` } : {},
  }
}

const seconds = (milliseconds: number): Fraction | undefined =>
  Number.isNaN(milliseconds) ? undefined : { fraction: milliseconds / 1000 }
