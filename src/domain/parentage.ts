/** The facts of a process that decide its parent. */
export interface Kin {
  readonly pid: number
  readonly ppid: number
  readonly startTime: bigint
}

/** Processes as columns, a row each. Times are in any unit. */
export interface KinRows {
  readonly count: number
  readonly pid: ArrayLike<number>
  readonly ppid: ArrayLike<number>
  readonly start: ArrayLike<number>
  /** The parent's row, or −1. */
  readonly parent: { [row: number]: number }
}

/**
 * The rule. The system reuses pids within a build. So among the processes with the parent's pid, the parent is the latest that
 * had started when the child started. If clocks disagree and none had, it is the earliest. No process is its own parent. O(log
 * m).
 * @param holders the m processes of the same run that had the parent's pid, by ascending start
 * @returns a place in `holders`, or −1
 */
function parentPlace<Holder, Time extends number | bigint>(
  holders: readonly Holder[],
  startOf: (holder: Holder) => Time,
  start: Time,
  isSelf: (holder: Holder) => boolean,
): number {
  let at = placeAfter(holders, startOf, start) - 1
  if (at >= 0 && isSelf(holders[at]!)) at--
  if (at < 0) at = holders.length > 0 && isSelf(holders[0]!) ? 1 : 0
  return at < holders.length ? at : -1
}

/** The number of holders that began no later than `start`, of holders by ascending start. */
function placeAfter<Holder, Time extends number | bigint>(
  holders: readonly Holder[],
  startOf: (holder: Holder) => Time,
  start: Time,
): number {
  let low = 0
  let high = holders.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (startOf(holders[middle]!) <= start) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Finds the parent of one process, by the rule of `parentPlace`.
 * @param holders the processes of the same run with `pid === child.ppid`, in any order
 */
export function parentOf<P extends Kin>(child: Kin, holders: readonly P[]): P | undefined {
  const byStart = holders.toSorted(
    (a, b) => Number(a.startTime > b.startTime) - Number(a.startTime < b.startTime),
  )
  const isSelf = ({ pid, startTime }: P) => pid === child.pid && startTime === child.startTime
  return byStart[parentPlace(byStart, ({ startTime }) => startTime, child.startTime, isSelf)]
}

/**
 * Finds the parent of every process of a run, by the same rule. O(n log m) where a pid was used m times.
 * @param start ascending, as a run's columns are
 * @returns the parent's row by row, or −1
 */
export function parentRows(
  pid: ArrayLike<number>,
  ppid: ArrayLike<number>,
  start: ArrayLike<number>,
): Int32Array<ArrayBuffer> {
  const parent = new Int32Array(pid.length)
  const parentage = new Parentage({ count: pid.length, pid, ppid, start, parent })
  for (let row = 0; row < pid.length; row++) parentage.decide(row)
  return parent
}

/**
 * The parents of a run that grows, by the same rule. `kin.parent` equals the result of `parentRows`, in whatever order
 * processes come.
 */
export class Parentage {
  /** Rows by pid, by ascending start. */
  readonly #holders = new Map<number, number[]>()
  /** Rows by the parent's pid; gathered when the first process comes. */
  #children: Map<number, number[]> | undefined
  readonly #startOf = (row: number): number => this.kin.start[row]!

  /** @param kin may grow, and its columns may be replaced by longer ones. Its parents are accepted as they are. O(n log n) */
  constructor(private readonly kin: KinRows) {
    for (let row = 0; row < kin.count; row++) this.#hold(row)
  }

  /** The rows that had a pid, by ascending start. */
  holdersOf(pid: number): readonly number[] {
    return this.#holders.get(pid) ?? []
  }

  /** Adds a row at the end, and decides again for all c rows whose parent has its pid. O(c log m). */
  add(row: number): void {
    this.#children ??= this.#gather(row)
    this.#hold(row)
    push(this.#children, this.kin.ppid[row]!, row)
    this.decide(row)
    for (const child of this.#children.get(this.kin.pid[row]!) ?? []) this.decide(child)
  }

  /** Records that a row's parent has another pid than before. O(c) for c rows with the old one. */
  move(row: number, before: number): void {
    this.#children ??= this.#gather(this.kin.count)
    const siblings = this.#children.get(before)
    const at = siblings?.indexOf(row) ?? -1
    if (at >= 0) siblings!.splice(at, 1)
    push(this.#children, this.kin.ppid[row]!, row)
    this.decide(row)
  }

  /** Decides the parent of a row. O(log m). */
  decide(row: number): void {
    const holders = this.holdersOf(this.kin.ppid[row]!)
    const at = parentPlace(holders, this.#startOf, this.kin.start[row]!, (holder) => holder === row)
    this.kin.parent[row] = at < 0 ? -1 : holders[at]!
  }

  #hold(row: number): void {
    const holders = this.#holders.get(this.kin.pid[row]!)
    if (!holders) return void this.#holders.set(this.kin.pid[row]!, [row])
    const place = placeAfter(holders, this.#startOf, this.kin.start[row]!)
    if (place === holders.length) holders.push(row)
    else holders.splice(place, 0, row)
  }

  #gather(end: number): Map<number, number[]> {
    const children = new Map<number, number[]>()
    for (let row = 0; row < end; row++) push(children, this.kin.ppid[row]!, row)
    return children
  }
}

function push(map: Map<number, number[]>, key: number, row: number): void {
  const rows = map.get(key)
  if (rows) rows.push(row)
  else map.set(key, [row])
}
