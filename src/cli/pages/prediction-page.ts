import type { PredictQuery, PredictQueryVariables } from '../../gql/cli/graphql.ts'
import { fit, fitLine } from '../terminal/columns.ts'
import { bytes, counted, difference, duration, percent } from '../terminal/format.ts'
import { styled, type Line } from '../terminal/line.ts'
import { table } from '../terminal/table.ts'
import { titleOf } from '../terminal/title.ts'

/** A run with its prediction. */
export type Predicted = NonNullable<PredictQuery['run']>

type Asked = Pick<PredictQueryVariables, 'jobs' | 'cores'>
type Path = Predicted['predict']['path']

/** So many processes of the predicted critical path are named. */
const NAMED = 10

/** A simulation that is off by more than this says little. */
const TRUSTED = 0.1

/** A prediction, for a person. @param width columns of the terminal */
export function predictionPage(run: Predicted, asked: Asked, width: number): Line[] {
  const { wall, measured, peakMemory, changed, path } = run.predict
  const share =
    measured > 0 ? ` (${wall < measured ? '−' : '+'}${percent(Math.abs(wall / measured - 1))})` : ''
  const lines: Line[] = [
    [styled('bold', fit(run.commandLine, width))],
    `measured   ${duration(measured)}`,
    ['predicted  ', styled('bold', duration(wall)), `  ${difference(wall - measured)}${share}`],
    ...(changed > 0 ? [`changes    ${counted(changed, 'process', 'processes')}`] : []),
    ...(Number(peakMemory) > 0 ? [`memory     ${bytes(Number(peakMemory))} at most`] : []),
    ...certainty(run, asked),
    '',
    [styled('bold', 'The critical path would be')],
    ...kindLines(path, wall, width),
    '',
    ...processLines(path, wall, width),
  ]
  return lines.map((line) => fitLine(line, width))
}

/** How far to trust the prediction. */
function certainty({ predict, cores }: Predicted, asked: Asked): Line[] {
  const { error, recordedJobs, path } = predict
  const off = `the simulation of the record is ${(Math.abs(error) * 100).toFixed(1)}% off`
  const lines: Line[] = [`certainty  ${off}`]
  const note = (text: string): void => void lines.push(['           ', styled('yellow', text)])
  if (Math.abs(error) > TRUSTED) note('that is much: take the prediction for a hint')
  if (asked.jobs && recordedJobs === null)
    note('nothing in this build limits its jobs: --jobs changes nothing')
  if (asked.jobs && recordedJobs === 1 && !path.complete)
    note('one job ran at a time: orders that command lines do not show are missed')
  if (asked.cores && cores === null) note('how many processors it had is not recorded')
  if (!path.complete) note('waits or files were not recorded: an order may be missing')
  return lines
}

const MEANINGS: Record<Path['kinds'][number]['kind'], string> = {
  work: 'computing',
  waiting: 'asleep, or waiting for something that was not recorded',
  slot: 'waiting for a job slot',
  processor: 'waiting for a processor',
  disk: 'waiting for a disk',
  pipe: 'waiting at a pipe',
  child: 'waiting for a child',
  unrecorded: 'no process was recorded',
}

const kindLines = ({ kinds }: Path, wall: number, width: number): string[] =>
  table(
    TIMES,
    'BOUND BY',
    kinds
      .toSorted((a, b) => b.time - a.time)
      .map(({ kind, time }) => ({ cells: timeOf(time, wall), title: () => MEANINGS[kind] })),
    width,
  )

function processLines({ steps }: Path, wall: number, width: number): string[] {
  const byProcess = new Map<string, { name: string; commandLine: string; time: number }>()
  for (const { process, from, to } of steps) {
    if (!process) continue
    const key = `${process.pid} ${process.commandLine}`
    const known = byProcess.get(key)
    if (known) known.time += to - from
    else byProcess.set(key, { ...process, time: to - from })
  }
  const longest = [...byProcess.values()].sort((a, b) => b.time - a.time).slice(0, NAMED)
  return table(
    TIMES,
    'PROCESS',
    longest.map(({ name, commandLine, time }) => ({
      cells: timeOf(time, wall),
      title: (room) => titleOf(name, commandLine, room),
    })),
    width,
  )
}

const TIMES = [
  { heading: 'TIME', align: 'right' },
  { heading: 'SHARE', align: 'right' },
] as const

const timeOf = (time: number, wall: number): string[] => [duration(time), percent(wall > 0 ? time / wall : 0)]
