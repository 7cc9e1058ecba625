import { fitLine } from '../terminal/columns.ts'
import { styled, type Line } from '../terminal/line.ts'
import type { Judgement } from './judge.ts'
import { measureOf, othersOf, resultOf } from './sentences.ts'

/** What a gate said, for a person. @param width columns of the terminal */
export function gatePage(judgement: Judgement, width: number): Line[] {
  const { report } = judgement
  const title: Line = [styled('bold', 'Gate'), ' ', resultOf(report)]
  return [
    title,
    ...report.measures.map((measure): Line => {
      const line = `  ${measureOf(measure)}`
      return measure.slower ? [styled('yellow', line)] : line
    }),
    ...othersOf(judgement).map((sentence) => `  ${sentence}`),
  ].map((line) => fitLine(line, width))
}
