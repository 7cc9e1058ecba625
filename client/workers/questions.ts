import { analyse } from '../../src/domain/analysis/time/analyse.ts'
import { flameOf } from '../../src/domain/analysis/time/flame.ts'
import { csvText, traceText } from '../model/exports.ts'
import { listProcesses } from '../model/processes/process-list.ts'
import { findProcesses } from '../model/processes/process-search.ts'
import { summariseRange } from '../model/timeline/range-summary.ts'
import type { ProcessRows } from '../model/processes/process-rows.ts'
import { sceneParts } from '../model/timeline/scene.ts'
import { waitBands } from '../model/timeline/wait-bands.ts'
import { readWaits } from './read-waits.ts'

/** The questions that a run's worker answers: functions of its own copy of the rows, which take longer than a frame. */
export const QUESTIONS = {
  analysis: analyse,
  bands: waitBands,
  csv: csvText,
  find: findProcesses,
  flame: flameOf,
  list: listProcesses,
  scene: sceneParts,
  summary: summariseRange,
  trace: traceText,
  waits: readWaits,
}

export type QuestionName = keyof typeof QUESTIONS

/** The arguments of a question, after the rows. */
export type QuestionOf<Name extends QuestionName> =
  Parameters<(typeof QUESTIONS)[Name]> extends [unknown, ...infer Rest] ? Rest : never

export type AnswerTo<Name extends QuestionName> = Awaited<ReturnType<(typeof QUESTIONS)[Name]>>

/** Asks a run's worker. It begins questions in order, and after the updates that were sent before them. */
export type Ask = <Name extends QuestionName>(
  name: Name,
  ...question: QuestionOf<Name>
) => Promise<AnswerTo<Name>>

/** Answers a question; a promise if it has to ask the daemon. */
export function answer(rows: ProcessRows, name: QuestionName, question: readonly unknown[]): unknown {
  const answerer = QUESTIONS[name] as (rows: ProcessRows, ...question: readonly unknown[]) => unknown
  return answerer(rows, ...question)
}
