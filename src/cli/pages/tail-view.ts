import { fit } from '../terminal/columns.ts'
import { bytes, counted, duration } from '../terminal/format.ts'
import { styled, type Line } from '../terminal/line.ts'
import type { EndedProcess, TailState } from './tail-state.ts'
import { titleOf } from '../terminal/title.ts'

/** Lines of the view beside those of the processes. */
const FRAME = 4

/**
 * The live view, at most as many lines as the terminal has, none longer than it is wide.
 * @param now milliseconds since 1970
 */
export function view(
  state: TailState,
  now: number,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): Line[] {
  const running = [...state.running.values()].sort((a, b) => a.start - b.start)
  const room = Math.max(rows - FRAME, 1)
  const shown = running.length > room ? running.slice(0, room - 1) : running
  const hidden = running.length - shown.length
  return [
    [styled('bold', fit(`${state.commandLine}  ${state.shortId}`, columns))],
    [styled(colourOf(state), fit(headline(state, now), columns))],
    ...shown.map(({ name, commandLine, start, cpuUsage, memory }) => {
      const figures = [
        duration(Math.max(now - start, 0)).padStart(11),
        cpuUsage > 0 ? `${Math.round(cpuUsage)}%`.padStart(5) : '     ',
        (memory > 0 ? bytes(memory) : '').padStart(10),
      ].join('  ')
      return `${figures}  ${titleOf(name, commandLine, columns - figures.length - 2)}`
    }),
    ...(hidden > 0 ? [`${''.padStart(11)}  and ${hidden} more`] : []),
  ]
}

/** `12.3 s  115 processes: 6 running, 109 ended, 1 failed`. */
export function headline(state: TailState, now: number): string {
  const { started, running, failed, end, start, exitCode } = state
  const elapsed = duration(Math.max((end ?? now) - start, 0))
  const counts = `${counted(started, 'process', 'processes')}: ${running.size} running, ${started - running.size} ended, ${failed} failed`
  const result = end === null ? '' : exitCode ? `, failed (${exitCode})` : ', ok'
  return `${elapsed}  ${counts}${result}`
}

const colourOf = ({ end, exitCode, failed }: TailState) =>
  end !== null && exitCode ? 'red' : failed > 0 && end === null ? 'yellow' : 'cyan'

/** A process that ended, as a line of a log: time, duration, command. */
export function logLine(process: EndedProcess, state: TailState): string {
  const { name, commandLine, start, end, failure } = process
  const at = duration(Math.max(end - state.start, 0)).padStart(11)
  const took = duration(Math.max(end - start, 0)).padStart(11)
  return `${at}  ${took}  ${titleOf(name, commandLine, 400)}${failure ? `  [${failure}]` : ''}`
}
