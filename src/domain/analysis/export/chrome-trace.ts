import { durationOf, failed, NO_EXIT_CODE, textOf, type Processes } from '../processes.ts'
import { subjectOf } from '../compare/subject.ts'
import { toolOf } from '../time/tools.ts'
import { tracksOf } from './tracks.ts'
import { jsonOf } from '../visible.ts'

/**
 * A run in the trace event format, which Perfetto, speedscope and chrome://tracing open: a complete event for each
 * process (https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU). Times in microseconds.
 */
export function chromeTrace(
  processes: Processes & { readonly pid: ArrayLike<number> },
  title: string,
  until: number,
): string {
  const track = tracksOf(processes, until)
  const events: object[] = [{ name: 'process_name', ph: 'M', pid: 1, args: { name: title } }]
  for (let row = 0; row < processes.count; row++) {
    const name = textOf(processes, processes.name, row)
    const commandLine = textOf(processes, processes.commandLine, row)
    const cpuTime = processes.cpuTime[row]!
    const code = processes.exitCode[row]!
    events.push({
      name: `${name} ${subjectOf(commandLine)}`.trim().slice(0, 120),
      cat: toolOf(name),
      ph: 'X',
      pid: 1,
      tid: track[row]! + 1,
      ts: Math.round(processes.start[row]! * 1000),
      dur: Math.round(durationOf(processes, row, until) * 1000),
      ...(failed(processes, row) && { cname: 'terrible' }),
      args: {
        pid: processes.pid[row],
        commandLine,
        directory: textOf(processes, processes.workingDir, row),
        ...(code !== NO_EXIT_CODE && { exitCode: code }),
        ...(!Number.isNaN(cpuTime) && { cpuMilliseconds: cpuTime }),
        ...(processes.peakMemory[row]! > 0 && { peakMemory: processes.peakMemory[row] }),
      },
    })
  }
  return `{"displayTimeUnit":"ms","traceEvents":[\n${events.map((event) => jsonOf(event)).join(',\n')}\n]}\n`
}
