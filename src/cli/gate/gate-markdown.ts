import { fit } from '../terminal/columns.ts'
import { difference, duration } from '../terminal/format.ts'
import { cell, code } from '../terminal/markdown.ts'
import { titleOf } from '../terminal/title.ts'
import type { Judgement } from './judge.ts'
import { changeOf, nameOf, othersOf, resultOf } from './sentences.ts'

/** Columns of a command line. */
const TITLE = 120

/** Changes that are listed. */
const MOST_CHANGES = 5

/** What a gate said, and the largest changes, as Markdown for the page of a job or a comment. */
export function gateMarkdown(judgement: Judgement): string {
  const { report, head, comparison, causes } = judgement
  const measures = report.measures.map(
    (measure) =>
      `| ${nameOf(measure)} | ${duration(measure.baseline.high)} | ${duration(measure.judged)} | ${changeOf(measure)} | ` +
      `${duration(measure.limit)} | ${measure.slower ? '**slower**' : 'ok'} |`,
  )
  const isSlower = causes.length > 0
  const changes = (isSlower ? causes : (comparison?.changes ?? []))
    .slice(0, MOST_CHANGES)
    .map(
      ({ kind, name, commandLine, delta }) =>
        `| ${kind} | ${difference(delta)} | ${cell(titleOf(name, commandLine, TITLE))} |`,
    )
  const lines = [
    `### ${code(fit(head.commandLine, TITLE))}: ${resultOf(report)}`,
    '',
    ...section(
      '|  | baseline | this build | change | limit |  |\n| --- | ---: | ---: | ---: | ---: | --- |',
      measures,
    ),
    ...othersOf(judgement).flatMap((sentence) => [sentence, '']),
    ...section('| change | time | process |\n| --- | ---: | --- |', changes),
  ]
  return `${lines.join('\n').trimEnd()}\n\n`
}

const section = (heading: string, rows: readonly string[]): string[] =>
  rows.length > 0 ? [heading, ...rows, ''] : []
