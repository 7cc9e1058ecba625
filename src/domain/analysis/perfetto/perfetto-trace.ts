import { subjectOf } from '../compare/subject.ts'
import { cutText } from '../cut-text.ts'
import { rowsByStart } from '../order.ts'
import { durationOf, NO_EXIT_CODE, textOf } from '../processes.ts'
import { toolOf } from '../time/tools.ts'
import type { ExportedRun } from '../export/exported-run.ts'
import { tracksOf } from '../export/tracks.ts'
import { writeCounters } from './counters.ts'
import { flowsOf, type Flows } from './flows.ts'
import { Packets, type Begin } from './packets.ts'

/** Bytes of a part of the trace. */
const PART = 256 * 1024

const MOST_NAME = 120
const MOST_COMMAND = 4000

/** The number of the group; those of its tracks follow. */
const GROUP = 1

/**
 * Streams a run as a trace of Perfetto (https://perfetto.dev/docs/reference/trace-packet-proto): a slice for each process,
 * counters, and arrows to children and to readers of files. O(n log n + uses).
 * @returns parts of whole packets
 */
export function* perfettoTrace(run: ExportedRun): Generator<Uint8Array, void> {
  const packets = new Packets()
  packets.clock(run.origin)
  packets.group(GROUP, run.processes.pid[0] ?? 0, cutText(run.commandLine, MOST_NAME))
  for (const _ of written(packets, run)) if (packets.writer.length >= PART) yield packets.writer.take()
  yield packets.writer.take()
}

/** Yields between two packets. */
function* written(packets: Packets, run: ExportedRun): Generator<void> {
  const track = tracksOf(run.processes, run.wall)
  const lanes = track.reduce((most, lane) => Math.max(most, lane + 1), 0)
  const firstCounter = GROUP + 1 + lanes
  yield* writeCounters(packets, run, GROUP, firstCounter)
  for (let lane = 0; lane < lanes; lane++)
    packets.track(GROUP + 1 + lane, GROUP, `Lane ${lane + 1}`, firstCounter + lane)
  yield* writeSlices(packets, run, track)
}

function* writeSlices(packets: Packets, run: ExportedRun, track: Int32Array): Generator<void> {
  const { processes, wall } = run
  const flows = flowsOf(run, track)
  /** The ends of the open slices on each track, innermost last, as in `tracksOf`. */
  const open = new Map<number, number[]>()
  const endThose = (lane: number, until: number): void => {
    const stack = open.get(lane)!
    while (stack.length > 0 && stack.at(-1)! <= until) packets.end(stack.pop()!, GROUP + 1 + lane)
  }
  for (const row of rowsByStart(processes)) {
    const start = processes.start[row]!
    const lane = track[row]!
    if (!open.has(lane)) open.set(lane, [])
    endThose(lane, start)
    packets.begin(start, GROUP + 1 + lane, sliceOf(run, row, flows))
    open.get(lane)!.push(start + durationOf(processes, row, wall))
    yield
  }
  for (const lane of open.keys()) endThose(lane, Infinity)
  yield
}

function sliceOf({ processes }: ExportedRun, row: number, flows: Flows): Begin {
  const name = textOf(processes, processes.name, row)
  const commandLine = textOf(processes, processes.commandLine, row)
  const directory = textOf(processes, processes.workingDir, row)
  const signal = textOf(processes, processes.signal, row)
  const code = processes.exitCode[row]!
  const cpuTime = processes.cpuTime[row]!
  const memory = processes.peakMemory[row]!
  return {
    name: cutText(`${name} ${subjectOf(commandLine)}`.trim(), MOST_NAME),
    category: toolOf(name) || 'process',
    flows: flows.of.get(row) ?? [],
    facts: [
      ['pid', processes.pid[row]!],
      ['command line', cutText(commandLine, MOST_COMMAND)],
      ...(directory ? [['directory', directory] as const] : []),
      ...(code === NO_EXIT_CODE ? [] : [['exit code', code] as const]),
      ...(signal ? [['signal', signal] as const] : []),
      ...(Number.isNaN(cpuTime) ? [] : [['CPU milliseconds', cpuTime] as const]),
      ...(memory > 0 ? [['peak memory, bytes', memory] as const] : []),
      ...(flows.read.get(row) ?? []),
    ],
  }
}
