import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { makeSpoolDirectory, spoolDirectory } from '../../src/spool/spool.ts'
import type { Keep } from '../../src/services/retention.ts'
import { Build } from './actors/build.ts'
import { Daemon } from './actors/daemon.ts'
import { ChangesWatcher, EventsWatcher, RunWatcher } from './actors/watcher.ts'
import { NO_FAULTS, chooseFaults } from './faults.ts'
import { Oracle } from './oracle.ts'
import { Network } from './ports/network.ts'
import type { World } from './world.ts'

/** Milliseconds without faults after which everybody must have caught up. */
const CALM = 30_000

/** Milliseconds after the last start by which the spool must be empty, and all silent builds given up. */
const LAST = 40_000

/** One machine with its builds, its daemon and those who watch, under the faults of a seed. */
export class Simulation {
  readonly #oracle: Oracle
  readonly #network: Network
  readonly #builds: Build[] = []
  readonly #watchers: RunWatcher[] = []
  readonly #keep: Keep
  #daemon: Daemon | undefined
  #isStarting = false
  /** When the faults end, by the steady clock. */
  #trouble = 0
  readonly #watchesAll: boolean
  #everything: { readonly events: EventsWatcher; readonly changes: ChangesWatcher } | undefined

  private constructor(
    private readonly world: World,
    private readonly data: string,
  ) {
    this.#oracle = new Oracle(world, join(data, 'buildspy.db'))
    this.#network = new Network(world, () => this.#daemon)
    const { random } = world
    this.#watchesAll = random.chance(0.5)
    this.#keep = random.chance(0.3) ? { runs: 1 + random.below(3) } : {}
  }

  /**
   * Runs the whole of a seed.
   * @param template a database that has its tables
   * @param data a directory for this seed, removed in the end
   * @param made receives the simulation before it begins
   */
  static async run(
    world: World,
    template: string,
    data: string,
    made: (simulation: Simulation) => void,
  ): Promise<Simulation> {
    mkdirSync(data, { recursive: true })
    copyFileSync(template, join(data, 'buildspy.db'))
    world.current = world.outside
    makeSpoolDirectory(spoolDirectory(data))
    const simulation = new Simulation(world, data)
    made(simulation)
    try {
      await simulation.#run()
    } finally {
      simulation.#daemon?.process.kill()
      for (const { process } of simulation.#builds) process.kill()
      await world.runUntil(world.steady + 1)
      simulation.#oracle.close()
      rmSync(data, { recursive: true, force: true })
    }
    return simulation
  }

  get oracle(): Oracle {
    return this.#oracle
  }

  async #run(): Promise<void> {
    const { world } = this
    const { random } = world
    this.#start()
    const builds = 1 + random.below(4)
    for (let n = 0; n < builds; n++)
      world.after(random.between(0, 20_000), () => this.#build(), world.outside)
    this.#watch()
    world.faults = chooseFaults(random)
    this.#trouble = random.between(10_000, 80_000)
    this.#disturb()
    if (!(await world.runUntil(this.#trouble))) return
    world.note('is calm from now on')
    world.faults = NO_FAULTS
    this.#network.isCut = false
    if (!(await world.runUntil(world.steady + CALM / 2))) return
    const [sequences, due] = [this.#oracle.sequences(), world.steady]
    if (!(await world.runUntil(world.steady + CALM / 2))) return
    this.#checkCaughtUp(sequences, due)
    // The last starts find what the spool still holds.
    for (const { process } of this.#builds) process.kill()
    this.#daemon?.process.kill()
    if (!(await world.runUntil(world.steady + LAST))) return
    this.#checkEnd()
  }

  #outside(milliseconds: number, run: () => void): void {
    this.world.after(milliseconds, run, this.world.outside)
  }

  /** Starts the daemon in a process of its own, and again when that ends. */
  #start(): void {
    const { world } = this
    if (this.#isStarting) return
    this.#isStarting = true
    world.current = world.fork('daemon')
    world.note('starts')
    const again = () => {
      world.note('is gone')
      this.#isStarting = false
      this.#outside(world.random.between(100, 12_000), () => this.#start())
    }
    world.current.atEnd(again)
    void world.real(this.#serve())
  }

  async #serve(): Promise<void> {
    const daemon = await Daemon.start(this.world, this.#oracle, this.data, this.#keep)
    this.#daemon = daemon
    if (!this.#watchesAll) return
    const [events, changes] = [new EventsWatcher(daemon, this.#oracle), new ChangesWatcher(daemon)]
    this.#everything = { events, changes }
    void events.follow()
    void changes.follow()
  }

  #build(): void {
    const { world } = this
    world.current = world.fork('build')
    const build = new Build(world, this.#network, spoolDirectory(this.data))
    world.note(`is ${build.id}`)
    this.#builds.push(build)
    const watchers = Array.from({ length: world.random.below(3) }, () => new RunWatcher(world, build.id))
    this.#watchers.push(...watchers)
    this.#oracle.watchers = this.#watchers
  }

  /** Connects the watchers that have lost their daemon. */
  #watch(): void {
    const daemon = this.#daemon
    for (const watcher of this.#watchers) {
      if (!daemon?.process.isAlive) break
      if (watcher.daemon === daemon) continue
      watcher.daemon = daemon
      watcher.isFollowing = false
      this.world.after(0, () => void watcher.follow(daemon), daemon.process)
    }
    this.#outside(1000, () => this.#watch())
  }

  /** Does something to the machine, and again after a while. */
  #disturb(): void {
    const { world } = this
    const { random } = world
    const pace = random.pick([2000, 8000, 30_000])
    const disturb = () => {
      if (world.steady >= this.#trouble) return
      this.#outside(random.between(0, pace), disturb)
      random.pick(this.#disturbances)()
    }
    this.#outside(random.between(0, pace), disturb)
  }

  readonly #disturbances: readonly (() => void)[] = [
    () => this.#daemon?.process.kill(),
    () => this.#inDaemon('stops', (daemon) => void daemon.stop()),
    () => {
      if (!this.#daemon) return
      this.world.note('holds the daemon')
      const until = this.world.steady + this.world.random.between(0, 40_000)
      this.#daemon.process.stoppedUntil = Math.min(until, this.#trouble)
    },
    () => {
      const by = this.world.random.pick([-3_600_000, -20_000, -1000, 1000, 20_000, 3_600_000])
      this.world.note(`sets the clock by ${by} ms`)
      this.world.wallOffset += by
    },
    () => this.world.random.pick(this.#builds)?.process.kill(),
    () => {
      this.#network.isCut = true
      this.world.note('cuts the network')
      this.#outside(this.world.random.between(0, 15_000), () => (this.#network.isCut = false))
    },
    () => {
      const build = this.world.random.pick(this.#builds)
      if (build) this.#inDaemon(`deletes ${build.id}`, (daemon) => void daemon.delete(build.id))
    },
  ]

  #inDaemon(what: string, act: (daemon: Daemon) => void): void {
    const daemon = this.#daemon
    if (!daemon?.process.isAlive) return
    this.world.note(what)
    this.world.after(0, () => act(daemon), daemon.process)
  }

  /** After a calm time: no request waits since a time, and all watchers know what was stored by then. */
  #checkCaughtUp(sequences: ReadonlyMap<string, number>, due: number): void {
    const oracle = this.#oracle
    if (oracle.hasPendingSince(due)) this.world.violate('a request has no outcome')
    for (const { runId, cursor } of oracle.watchers)
      if (!oracle.isGone(runId) && cursor < (sequences.get(runId) ?? 0))
        this.world.violate(`a watcher of ${runId} stays at ${cursor}, before ${sequences.get(runId)}`)
    const { events, changes } = this.#everything ?? {}
    for (const [id, seq] of sequences) {
      if (oracle.isGone(id) || !events?.daemon.process.isAlive) continue
      const heard = events.heard.get(id) ?? 0
      if (heard < seq && seq > (events.atPlace.get(id) ?? 0))
        this.world.violate(`a watcher of all runs stays at ${heard} of ${id}, before ${seq}`)
      const known = changes!.runs.get(id)
      if (known && known.seq < seq)
        this.world.violate(`a watcher of changes knows ${id} at ${known.seq}, before ${seq}`)
    }
  }

  /** After the last start: the spool is empty, all that was delivered is stored, and no silent build is left. */
  #checkEnd(): void {
    const { world } = this
    if (!this.#daemon?.hasTakenIn) world.violate('the spool is not taken in')
    const left = readdirSync(spoolDirectory(this.data))
    if (left.length) world.violate(`the spool still holds ${left.join(', ')}`)
    const delivered = this.#builds.filter((build) => build.isDelivered)
    this.#oracle.checkAll(new Map(delivered.map(({ id, events }) => [id, events])))
    const running = this.#oracle.running()
    if (running.length) world.violate(`${running.join(', ')} are silent, and not given up`)
  }
}
