import { subjectOf } from './compare/subject.ts'
import { textOf, type Processes } from './processes.ts'

/** Characters of a process's subject in a sentence, at most. */
const MOST_CHARACTERS = 60

/** A process in words, between backticks: its name and its subject. */
export function named(processes: Pick<Processes, 'strings' | 'name' | 'commandLine'>, row: number): string {
  return namedText(textOf(processes, processes.name, row), textOf(processes, processes.commandLine, row))
}

/** The same for texts. */
export function namedText(name: string, commandLine: string): string {
  return `\`${[inBackticks(name), inBackticks(subjectOf(commandLine))].filter(Boolean).join(' ')}\``
}

/** A text that may stand between backticks. */
const inBackticks = (text: string): string => {
  const plain = text.replaceAll('`', "'")
  return plain.length > MOST_CHARACTERS ? `${plain.slice(0, MOST_CHARACTERS - 1)}…` : plain
}

/** A share of a whole: `82%`. */
export const percent = (share: number): string => `${Math.round(Math.min(1, share) * 100)}%`

/** From this ratio on, a percentage is a number that nobody can read. */
const MANY_TIMES = 10

/** A change from one positive value to another: `+50.0%`, `−3.1%`, `1,535 ×`. */
export function formatChange(was: number, is: number): string {
  const change = is / was - 1
  const size = changeSize(change, 1)
  return size.endsWith('%') ? `${change < 0 ? '−' : '+'}${size}` : size
}

/** The size of a change without its direction: `50%`, `1,535 ×`. @param change a ratio less one */
export const changeSize = (change: number, decimals = 0): string =>
  change + 1 >= MANY_TIMES
    ? `${Math.round(change + 1).toLocaleString('en-US')} ×`
    : `${(Math.abs(change) * 100).toFixed(decimals)}%`

/** `1 process`, `2,000 processes`. */
export const counted = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
