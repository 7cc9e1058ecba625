import type { ProcessList } from './process-list.ts'

/** Whether a place of a list has rows below it. */
export const hasBelow = ({ level }: ProcessList, place: number): boolean =>
  level !== null && place + 1 < level.length && level[place + 1]! > level[place]!

/** The visible places of a list: all except those below a folded row. O(n). */
export function unfolded(list: ProcessList, folded: ReadonlySet<number>): Int32Array {
  const { rows, level } = list
  const places = new Int32Array(rows.length)
  let count = 0
  let deepest = Infinity
  for (let place = 0; place < rows.length; place++) {
    const depth = level ? level[place]! : 0
    if (depth > deepest) continue
    places[count++] = place
    deepest = folded.has(rows[place]!) ? depth : Infinity
  }
  return places.subarray(0, count)
}
