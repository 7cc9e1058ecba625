import { durationOf, NO_EXIT_CODE, textOf, type Processes } from '../processes.ts'
import { visible } from '../visible.ts'

const HEAD =
  'pid,parent_pid,name,command_line,directory,start_ms,duration_ms,own_ms,cpu_ms,peak_memory,exit_code,signal'

/**
 * The processes of a run as comma-separated values (RFC 4180), one line each, by start. Unknown values are empty. Cells of text
 * are safe to show and to open: control characters become visible, because RFC 4180 has none, and a cell that a spreadsheet
 * would read as a formula gets an apostrophe. The whole record is the NDJSON.
 */
export function csvOf(
  processes: Processes & { readonly pid: ArrayLike<number> },
  own: ArrayLike<number>,
  until: number,
): string {
  const lines = [HEAD]
  for (let row = 0; row < processes.count; row++) {
    const parent = processes.parent[row]!
    const code = processes.exitCode[row]!
    const cpu = processes.cpuTime[row]!
    lines.push(
      [
        processes.pid[row]!,
        parent >= 0 ? processes.pid[parent]! : '',
        cell(textOf(processes, processes.name, row)),
        cell(textOf(processes, processes.commandLine, row)),
        cell(textOf(processes, processes.workingDir, row)),
        milliseconds(processes.start[row]!),
        milliseconds(durationOf(processes, row, until)),
        milliseconds(own[row]!),
        Number.isNaN(cpu) ? '' : milliseconds(cpu),
        processes.peakMemory[row]! || '',
        code === NO_EXIT_CODE ? '' : code,
        cell(textOf(processes, processes.signal, row)),
      ].join(','),
    )
  }
  return `${lines.join('\r\n')}\r\n`
}

const milliseconds = (ms: number): string => String(Math.round(ms * 1000) / 1000)

/** How a formula begins, in full width as well; spreadsheets may drop spaces before it. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/

function cell(text: string): string {
  const shown = visible(text)
  // A tab or a line's end at the start has become visible, and still counts as the start of a formula.
  const safe = FORMULA.test(shown) || /^[\t\r\n]/.test(text) ? `'${shown}` : shown
  return /[",;]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
