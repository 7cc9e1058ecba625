import { subjectOf } from './compare/subject.ts'
import { textOf, type Processes } from './processes.ts'

/** Characters of what a process works on. */
const MOST = 60

/** A process in words, between backticks: its name and what it works on. */
export function namedProcess(processes: Processes, row: number): string {
  const subject = subjectOf(textOf(processes, processes.commandLine, row)).replaceAll('`', "'")
  const short = subject.length > MOST ? `${subject.slice(0, MOST - 1)}…` : subject
  return `\`${[textOf(processes, processes.name, row), short].filter(Boolean).join(' ')}\``
}
