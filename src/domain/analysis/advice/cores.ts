import type { Predictor } from '../path/predict.ts'
import { highestLimit } from '../path/slots.ts'
import { formatMilliseconds } from '../time/duration.ts'
import type { Advice } from './advice.ts'

/** Less than this share of the wall time is not worth a machine. */
const LEAST_SHARE = 0.05

/** A machine with twice the processors, and with as many more jobs if slots are limited. */
export function adviseCores({ model, predict }: Predictor): Advice[] {
  const { run, slots } = model
  if (run.cores === null) return []
  const cores = 2 * run.cores
  const limit = highestLimit(slots)
  const jobs = limit > 0 && limit < cores ? cores : undefined
  // The gain from more jobs on the present machine is another advice.
  const here = jobs === undefined ? run.wall : predict({ jobs }).wall
  const { wall } = predict({ cores, ...(jobs !== undefined && { jobs }) })
  const saves = here - wall
  if (saves < LEAST_SHARE * run.wall) return []
  const with_ = jobs === undefined ? '' : ` and -j${jobs}`
  const text = `${cores} processors instead of ${run.cores}${with_} save ${formatMilliseconds(saves)}.`
  return [{ kind: 'cores', text, saves, rows: [] }]
}
