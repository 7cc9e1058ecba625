import { Sender } from '../../../src/collector/delivery/sender.ts'
import { aRun, anEvent } from '../../support/submissions.ts'
import type { Network } from '../ports/network.ts'
import { uuidOf } from '../ports/chance.ts'
import type { Process, World } from '../world.ts'

/** A recorded build: it gives lines to the real sender, at its own pace. */
export class Build {
  readonly id: string
  /** The ids of the events that it gave to the sender, in order. */
  readonly events: string[] = []
  readonly lines: string[] = []
  /** What its sender reported: no line was lost. */
  isDelivered = false
  isOver = false
  readonly #sender: Sender
  readonly process: Process

  /** Starts it in the process that runs. */
  constructor(
    private readonly world: World,
    network: Network,
    spool: string,
  ) {
    this.process = world.current
    this.id = uuidOf(world)
    this.#sender = new Sender({ url: new URL('http://daemon'), spool }, () => {}, network.post)
    void this.#run()
  }

  async #run(): Promise<void> {
    const { random } = this.world
    const run = aRun({ id: this.id, start_time: this.#now() })
    this.#give(run)
    const count = 5 + random.below(40)
    for (let number = 0; number < count; number++) {
      // Mostly a burst, sometimes a long silence.
      await this.#sleep(
        random.chance(0.7) ? random.between(0, 50) : random.between(0, random.pick([2000, 45_000])),
      )
      const pid = 100 + random.below(8)
      const type = random.pick(['process_start', 'resource_update', 'process_end'] as const)
      const process = {
        pid,
        start_time: run.data.start_time,
        cmdline: `cc ${random.below(3)}`,
        mem_usage: random.below(9),
      }
      this.#event(anEvent(this.id, type, process, { id: uuidOf(this.world), timestamp: this.#now() }))
    }
    if (random.chance(0.8)) {
      const end = { end_time: this.#now(), exit_code: 0, duration: 1000 }
      this.#give({ ...run, data: { ...run.data, ...end, status: 'completed' } })
      this.#event(anEvent(this.id, 'build_complete', {}, { id: uuidOf(this.world), timestamp: this.#now() }))
    }
    const { lost } = await this.#sender.finish()
    this.isDelivered = lost === 0
    this.isOver = true
    this.process.kill()
  }

  #event(event: ReturnType<typeof anEvent>): void {
    this.events.push(event.data.id)
    this.#give(event)
  }

  #give(submission: object): void {
    const line = JSON.stringify(submission)
    this.lines.push(line)
    this.#sender.give(line, true)
  }

  #sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => void this.world.after(milliseconds, resolve, this.process))
  }

  #now(): string {
    return new Date().toISOString()
  }
}
