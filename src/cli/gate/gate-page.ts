import { fitLine } from '../terminal/columns.ts'
import { styled, type Line } from '../terminal/line.ts'
import type { Judgement } from './judge.ts'
import { difference } from '../terminal/format.ts'
import { titleOf } from '../terminal/title.ts'
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

/** The causes of a gate that fails; nothing if it does not. @param width as above */
export const gateCauses = ({ causes }: Judgement, width: number): Line[] =>
  causes.map(({ kind, name, commandLine, delta }) => {
    const start = `  ${kind} ${difference(delta)}  `
    return fitLine([start, titleOf(name, commandLine, width - start.length)], width)
  })
