import { readFileSync } from 'node:fs'
import { DatabaseSync, type DatabaseSyncInstance, type StatementSyncInstance } from '@photostructure/sqlite'
import { parseSubmission } from '../../src/wire/parse.ts'
import type { Submission } from '../../src/wire/read.ts'
import type { Process, World } from './world.ts'

/** How late a watcher that keeps up may hear of a commit whose hint was not lost, in milliseconds. */
const HEARD_WITHIN = 1000

/** By how much a silence may seem shorter, in milliseconds: a commit is known a moment after it happened. */
const SLACK = 1000

/** A watcher of one run, as the oracle sees it. */
interface Watcher {
  readonly runId: string
  /** The last sequence that it got. */
  readonly cursor: number
  readonly connections: number
  readonly isFollowing: boolean
  readonly isSlow: boolean
  readonly daemon: { readonly process: Process } | undefined
}

/** Knows what the program promised, and looks at the database by itself whether it was kept. */
export class Oracle {
  watchers: readonly Watcher[] = []
  /** Runs that were deleted at some time: late lines may have begun them anew. */
  readonly deleted = new Set<string>()
  acknowledgements = 0
  verdicts = 0
  /** Requests to store something that have no outcome yet. */
  readonly #pending = new Set<{ readonly at: number }>()
  readonly #acknowledged = new Map<string, Set<string>>()
  readonly #heardAt = new Map<string, number>()
  /** How often each run was said to run, and how often when it was last given up. */
  readonly #begun = new Map<string, number>()
  readonly #begunAtVerdict = new Map<string, number>()
  readonly #database: DatabaseSyncInstance
  readonly #statements = new Map<string, StatementSyncInstance>()

  constructor(
    private readonly world: World,
    file: string,
  ) {
    this.#database = new DatabaseSync(file, { readOnly: true, returnArrays: true })
  }

  /** A request to store submissions. @returns what to call at its outcome, with whether they are stored */
  asked(submissions: readonly Submission[]): (isStored: boolean) => void {
    const begin = () => {
      for (const { type, data } of submissions)
        if (type === 'build_run' && data.status === 'running')
          this.#begun.set(data.id, (this.#begun.get(data.id) ?? 0) + 1)
    }
    // It may count now, or at its outcome, or at the death of the daemon.
    begin()
    const request = { at: this.world.steady }
    this.#pending.add(request)
    const settle = (isStored: boolean) => {
      if (!this.#pending.delete(request)) return
      begin()
      if (isStored)
        for (const submission of submissions) this.#heardAt.set(runOf(submission), this.world.steady)
    }
    this.world.current.atEnd(() => settle(false))
    return settle
  }

  /** The daemon acknowledges lines: they must be stored by now. */
  acknowledged(body: string, said: object): void {
    const { rejected } = said as { rejected: readonly { line: number }[] }
    const refused = new Set(rejected.map(({ line }) => line))
    for (const [index, line] of body.trimEnd().split('\n').entries()) {
      if (refused.has(index + 1)) continue
      this.acknowledgements++
      const { type, data } = parseSubmission(line)
      if (type === 'build_run') this.#mustHaveRun(data.id, 'acknowledged')
      if (type !== 'build_event') continue
      this.#mustHaveEvent(data.build_run_id, data.id, 'acknowledged')
      const events = this.#acknowledged.get(data.build_run_id) ?? new Set()
      this.#acknowledged.set(data.build_run_id, events.add(data.id))
    }
  }

  /** The daemon tells its watchers that it has committed something of these runs. */
  committed(runIds: readonly string[], isHintLost: boolean): void {
    const { world } = this
    if (isHintLost) return
    const sequences = this.sequences()
    for (const watcher of this.watchers) {
      const seq = sequences.get(watcher.runId)
      if (
        seq === undefined ||
        !runIds.includes(watcher.runId) ||
        watcher.isSlow ||
        !watcher.daemon ||
        !watcher.isFollowing
      )
        continue
      const { daemon, connections } = watcher
      const [troubles, began] = [world.struck.get('readFails'), world.steady]
      const look = () => {
        const isDisturbed =
          watcher.connections !== connections ||
          !watcher.isFollowing ||
          watcher.daemon !== daemon ||
          !daemon.process.isAlive ||
          daemon.process.stoppedUntil > began ||
          world.struck.get('readFails') !== troubles
        if (!isDisturbed && watcher.cursor < seq && !this.isGone(watcher.runId))
          world.violate(`a watcher did not hear of ${seq} of ${watcher.runId} within ${HEARD_WITHIN} ms`)
      }
      world.after(HEARD_WITHIN, look, world.outside)
    }
  }

  /** A sweeper gave a run up after this silence, in milliseconds. */
  gaveUp(runId: string, silence: number): void {
    this.verdicts++
    const lasted = Math.round(this.world.steady - (this.#heardAt.get(runId) ?? -Infinity))
    if (lasted < silence - SLACK) this.world.violate(`${runId} was given up after ${lasted} ms`)
    const begun = this.#begun.get(runId) ?? 0
    if (this.#begunAtVerdict.get(runId) === begun) this.world.violate(`${runId} was given up twice`)
    this.#begunAtVerdict.set(runId, begun)
  }

  /** Whether a request to store something has had no outcome since a time. */
  hasPendingSince(time: number): boolean {
    return [...this.#pending].some(({ at }) => at <= time)
  }

  /** A spool file is about to be deleted: all of it must be stored. */
  unlinked(path: string): void {
    for (const line of readFileSync(path, 'utf8').split('\n').slice(0, -1)) {
      const { type, data } = parseSubmission(line)
      if (type === 'build_run') this.#mustHaveRun(data.id, 'deleted from the spool')
      if (type === 'build_event') this.#mustHaveEvent(data.build_run_id, data.id, 'deleted from the spool')
    }
  }

  /** The sequence that each run has reached. */
  sequences(): Map<string, number> {
    const rows = this.#all(`SELECT "id", "seq" FROM "Run" WHERE "status" <> 'deleted'`)
    return new Map(rows.map(([id, seq]) => [String(id), Number(seq)]))
  }

  /** Looks at everything that is stored, while nothing happens. @param expected ids of events by run that must be there */
  checkAll(expected: ReadonlyMap<string, readonly string[]>): void {
    for (const [id, seq] of this.sequences()) {
      const rows = this.#all('SELECT "seq", "id" FROM "Event" WHERE "runId" = ? ORDER BY "seq"', id)
      if (rows.length !== seq || rows.some(([at], index) => at !== index + 1))
        this.world.violate(`${id} has sequences ${rows.map(([at]) => at).join(' ')}, and says ${seq}`)
    }
    for (const [runId, events] of [...expected, ...this.#acknowledged])
      for (const id of events) this.#mustHaveEvent(runId, id, 'expected in the end')
  }

  /** Whether a run is gone, or was: its lines may have begun it anew. */
  isGone(runId: string): boolean {
    if (this.deleted.has(runId)) return true
    const isDeleted = this.#all('SELECT 1 FROM "DeletedRun" WHERE "id" = ?', runId).length > 0
    if (isDeleted) this.deleted.add(runId)
    return isDeleted
  }

  /** Runs that have not ended. */
  running(): string[] {
    return this.#all(`SELECT "id" FROM "Run" WHERE "status" = 'running'`).map(([id]) => String(id))
  }

  close(): void {
    this.#database.close()
  }

  #mustHaveRun(id: string, why: string): void {
    if (this.#all('SELECT 1 FROM "Run" WHERE "id" = ?', id).length || this.isGone(id)) return
    this.world.violate(`run ${id} was ${why}, and is not stored`)
  }

  #mustHaveEvent(runId: string, id: string, why: string): void {
    const found = this.#all('SELECT 1 FROM "Event" WHERE "runId" = ? AND "id" = ?', runId, id)
    if (found.length || this.isGone(runId)) return
    this.world.violate(`event ${id} of ${runId} was ${why}, and is not stored`)
  }

  #all(sql: string, ...parameters: string[]): unknown[][] {
    let statement = this.#statements.get(sql)
    if (!statement) this.#statements.set(sql, (statement = this.#database.prepare(sql)))
    return statement.all(...parameters) as unknown[][]
  }
}

const runOf = ({ type, data }: Submission): string => (type === 'build_run' ? data.id : data.build_run_id)
