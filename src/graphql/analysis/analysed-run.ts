import type { Subject } from '../../analysis/analyst.ts'
import type { RunReport, SeriesKind, SeriesPart } from '../../analysis/messages.ts'
import { isLive } from '../../domain/liveness.ts'
import { durationOf, type RunRow } from '../../domain/model.ts'
import { ColumnBytes } from '../../wire/column-bytes.ts'
import { canCompress, type ContentCoding } from '../../wire/content-coding.ts'
import { JsonText } from '../../wire/json-text.ts'
import { BadInput } from '../../errors.ts'
import type { GraphContext } from '../context.ts'

/** A run with its report. */
export interface AnalysedRun {
  readonly subject: Subject
  readonly report: RunReport
}

/** A run, as the analysis needs it. */
export function subjectOf(
  { now, liveTimeout }: Pick<GraphContext, 'now' | 'liveTimeout'>,
  run: RunRow,
): Subject {
  const origin = Number(run.startTime) / 1e6
  const { id, startTime, seq, status, exitCode, cores, workingDir } = run
  return {
    id,
    startTime,
    seq,
    status,
    exitCode,
    cores,
    workingDir,
    version: `${seq}/${run.changedAt}`,
    // The record of a silent run ends when the daemon last heard from it.
    until: durationOf(run) ?? (isLive(run, now(), liveTimeout) ? now() : Number(run.lastSeenAt)) - origin,
    processes: run.processesSeen,
    ended: status !== 'running',
  }
}

/** Reports on the time of a run. */
export async function analyseRun(context: GraphContext, row: RunRow): Promise<AnalysedRun> {
  const run = subjectOf(context, row)
  const report = await context.analyst.ask<'report'>({ kind: 'report', run }, [run], context.budget.signal)
  return { subject: run, report }
}

/** Samples a quantity over the time of a run. */
export const readSeries = (
  { analyst, budget }: GraphContext,
  run: Subject,
  of: SeriesKind,
  parts: number,
): Promise<readonly SeriesPart[]> =>
  analyst.ask<'series'>({ kind: 'series', run, of, parts }, [run], budget.signal)

/** Reads the processes of a run as columns. They may be newer than `seq`, so `runEvents` may repeat a change. */
export async function readTimeline(context: GraphContext, row: RunRow): Promise<JsonText> {
  const run = subjectOf(context, row)
  const question = { kind: 'timeline', run } as const
  return JsonText.of(await context.analyst.ask<'timeline'>(question, [run], context.budget.signal))
}

/** Reads the same columns, encoded and compressed. @throws BadInput if this Node.js cannot compress so */
export async function readColumns(
  context: GraphContext,
  row: RunRow,
  coding: ContentCoding,
): Promise<ColumnBytes> {
  if (!canCompress(coding))
    throw new BadInput(`coding: this daemon's Node.js has no ${coding}; Node.js 22.15 and newer have it`)
  const run = subjectOf(context, row)
  const question = { kind: 'columns', run, coding } as const
  const bytes = await context.analyst.ask<'columns'>(question, [run], context.budget.signal)
  return new ColumnBytes(coding, bytes)
}
