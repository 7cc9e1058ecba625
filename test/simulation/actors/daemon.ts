import { join } from 'node:path'
import type { Answer } from '../../../src/collector/delivery/post.ts'
import { shown } from '../../../src/errors.ts'
import { Bus } from '../../../src/live/bus.ts'
import { Clocks } from '../../../src/live/clocks.ts'
import { EventLog } from '../../../src/live/event-log.ts'
import { RecentRuns } from '../../../src/live/recent-runs.ts'
import { ClockWatch } from '../../../src/server/jobs/clock.ts'
import { createSweeper } from '../../../src/server/jobs/sweeper.ts'
import { takeLines } from '../../../src/server/submit.ts'
import { deleteRuns } from '../../../src/services/deletion.ts'
import { Ingest, type Outcome } from '../../../src/services/ingest.ts'
import { retain, type Keep } from '../../../src/services/retention.ts'
import { takeInSpool } from '../../../src/services/spool-intake.ts'
import { spoolDirectory } from '../../../src/spool/spool.ts'
import type { Store } from '../../../src/store/store.ts'
import type { Submission } from '../../../src/wire/read.ts'
import type { Oracle } from '../oracle.ts'
import { openSimulatedStore } from '../ports/database.ts'
import type { Process, World } from '../world.ts'

/** Silence after which a run is given up, and the pause between two looks, in seconds. */
const CRASH_TIMEOUT = 12
const SWEEP_EVERY = 4
const RETAIN_EVERY = 25

/** A bus that loses hints, or repeats them late. */
class TroubledBus extends Bus {
  constructor(
    private readonly world: World,
    private readonly oracle: Oracle,
  ) {
    super()
  }

  override publish(runIds: Iterable<string>): void {
    const ids = [...runIds]
    const isLost = this.world.strikes('hintLost', 'hint')
    this.oracle.committed(ids, isLost)
    if (isLost) return
    super.publish(ids)
    if (this.world.strikes('hintTwice', 'hint'))
      this.world.after(this.world.random.between(0, 3000), () => super.publish(ids))
  }
}

/** An ingest whose requests the oracle counts. */
class WatchedIngest extends Ingest {
  constructor(
    private readonly oracle: Oracle,
    ...rest: ConstructorParameters<typeof Ingest>
  ) {
    super(...rest)
  }

  override async submit(submissions: readonly Submission[], bytes: number): Promise<Outcome[]> {
    const settled = this.oracle.asked(submissions)
    try {
      const outcomes = await super.submit(submissions, bytes)
      settled(true)
      return outcomes
    } catch (error) {
      settled(false)
      throw error
    }
  }
}

/** A daemon without HTTP: everything below is the real one. */
export class Daemon {
  readonly #stopping = new AbortController()
  #intake: Promise<unknown> = Promise.resolve()
  /** Whether its first intake of the spool is over. */
  hasTakenIn = false

  private constructor(
    readonly world: World,
    readonly process: Process,
    readonly store: Store,
    readonly bus: Bus,
    readonly ingest: Ingest,
    readonly log: EventLog,
    readonly recent: RecentRuns,
    private readonly oracle: Oracle,
  ) {}

  /** Starts it in the process that runs. */
  static async start(world: World, oracle: Oracle, data: string, keep: Keep): Promise<Daemon> {
    const { current: process } = world
    const store = await openSimulatedStore(world, join(data, 'buildspy.db'))
    const bus = new TroubledBus(world, oracle)
    const ingest = new WatchedIngest(oracle, store, bus, Date.now)
    const log = new EventLog(store)
    const daemon = new Daemon(
      world,
      process,
      store,
      bus,
      ingest,
      log,
      new RecentRuns(store, Date.now),
      oracle,
    )
    // Two, as of two daemons: each must respect the other's verdicts.
    daemon.#sweep()
    daemon.#sweep()
    daemon.#retain(keep)
    daemon.#intake = takeInSpool(ingest, spoolDirectory(data), daemon.#stopping.signal, () => {}).then(
      () => (daemon.hasTakenIn = true),
      (error: Error) => world.note(`takes in no spool: ${error.message}`),
    )
    return daemon
  }

  /** The response to a request with lines. */
  async receive(body: string): Promise<Answer> {
    try {
      const { status, body: said } = await takeLines(this.ingest, body)
      this.oracle.acknowledged(body, said)
      this.world.note(`answers ${JSON.stringify(said).slice(0, 160)} to ${body.slice(0, 90)}`)
      return { status, body: JSON.stringify(said) }
    } catch (error) {
      const { status, message } = shown(error)
      if (status === 500) this.world.violate(`the daemon failed: ${(error as Error).stack}`)
      return { status, body: JSON.stringify({ error: message }) }
    }
  }

  async delete(id: string): Promise<void> {
    await deleteRuns(this.store, this.bus, [id], Date.now(), CRASH_TIMEOUT * 1000).catch(() => {})
  }

  /** Stops as at SIGTERM. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#intake
    await this.ingest.idle()
    this.process.kill()
  }

  #sweep(): void {
    const { store, bus, ingest, world, oracle } = this
    const clocks = new Clocks(store, Date.now)
    const report = {
      compare: () => clocks.compare(),
      get isOdd() {
        return clocks.isOdd
      },
    }
    const log = { info() {}, warn() {}, error() {} }
    const tick = createSweeper(
      { store, bus, ingest, now: Date.now, liveTimeout: CRASH_TIMEOUT * 1000 },
      SWEEP_EVERY,
      log,
      report,
      new ClockWatch(Date.now),
    )
    const loop = async () => {
      for (const run of await tick()) oracle.gaveUp(run, CRASH_TIMEOUT * 1000)
      world.after(SWEEP_EVERY * 1000, loop, this.process)
    }
    world.after(world.random.between(0, SWEEP_EVERY * 1000), loop, this.process)
  }

  #retain(keep: Keep): void {
    const { store, bus, world } = this
    const loop = async () => {
      await retain({ store, bus, keep, liveTimeout: CRASH_TIMEOUT * 1000, now: Date.now }).catch(() => {})
      world.after(RETAIN_EVERY * 1000, loop, this.process)
    }
    world.after(world.random.between(0, RETAIN_EVERY * 1000), loop, this.process)
  }
}
