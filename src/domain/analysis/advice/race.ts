import { named } from '../words.ts'
import { usesOf } from '../path/file-uses.ts'
import { jobsOf } from '../path/jobs.ts'
import type { Predictor } from '../path/predict.ts'
import type { Advice } from './advice.ts'

/** So many races are told. */
const MOST = 5

/**
 * Files that a job read while another job of the same program, which it does not wait for, wrote them: a machine with
 * more processors may read them before they are whole. Files that both read and write are logs, caches and locks.
 */
export function adviseRaces({ model }: Predictor): Advice[] {
  const { run, tree, servers } = model
  const { files, processes } = run
  if (!files) return []
  const { apart, job } = jobsOf(tree, servers)
  const { start, end } = tree
  /** By file: who wrote it last, without having read it. */
  const writer = new Int32Array(files.names.length).fill(-1)
  const found = new Map<string, Advice>()
  for (const isWriting of [true, false])
    for (const row of tree.starts) {
      if (job[row]! < 0 || found.size >= MOST) continue
      for (const { file, isInput, isOutput } of usesOf(files, row)) {
        if (isWriting && isOutput && !isInput) writer[file] = row
        if (isWriting || !isInput || isOutput || writer[file]! < 0) continue
        const [making, reading] = apart(writer[file]!, row) ?? []
        if (making === undefined || reading === undefined) continue
        if (start[reading]! >= end[making]! || start[making]! >= end[reading]!) continue
        const name = files.names[file]!
        const key = `${making} ${reading}`
        if (!found.has(key)) found.set(key, raceOf(row, writer[file]!, name))
      }
    }
  return [...found.values()]

  function raceOf(row: number, wrote: number, name: string): Advice {
    const short = name.slice(name.lastIndexOf('/') + 1).replaceAll('`', "'")
    const file = short.length > 60 ? `${short.slice(0, 59)}…` : short
    return {
      kind: 'race',
      text: `${named(processes, row)} reads \`${file}\`, which ${named(processes, wrote)} writes at the same time: nothing orders them.`,
      saves: 0,
      rows: [row, wrote],
    }
  }
}
