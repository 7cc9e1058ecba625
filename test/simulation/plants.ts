/** A bug that the simulation must find: a text of the program, and what replaces it. */
interface Plant {
  readonly what: string
  readonly file: string
  readonly from: string
  readonly to: string
  /** A seed after which it is soon found. */
  readonly seed: number
}

/** Bugs that a change could bring in. They live here alone. */
export const PLANTS = {
  'early-acknowledgement': {
    what: 'a submission is acknowledged before its COMMIT',
    file: 'src/store/writer.ts',
    from: 'await transaction.commit()',
    to: 'void transaction.commit().catch(() => {})',
    seed: 1,
  },
  'skipping-cursor': {
    what: 'a subscriber whose reading fails goes on one event later',
    file: 'src/live/tail.ts',
    from: 'part = await log.after(runId, cursor, hintedAt)',
    to: 'part = await log.after(runId, cursor++, hintedAt)\n      cursor--',
    seed: 5,
  },
  'double-verdict': {
    what: 'a sweep does not look again whether the run was heard from, or given up, meanwhile',
    file: 'src/services/sweep.ts',
    from: ".filter((run) => run.status === 'running' && markOf(run) === silent.get(run.id))",
    to: '.filter((run) => silent.has(run.id))',
    seed: 1,
  },
  'early-deletion': {
    what: 'a spool file is deleted when the daemon stops in the middle of its intake',
    file: 'src/services/spool-intake.ts',
    from: 'if (!isWhole) {',
    to: 'if (!isWhole && !signal.aborted) {',
    seed: 50,
  },
  'lost-wake-up': {
    what: 'a submission that comes in while the queue is found empty waits for ever',
    file: 'src/services/ingest.ts',
    from: 'this.#draining.delete(writer)',
    to: 'await new Promise((resolve) => setImmediate(resolve))\n    this.#draining.delete(writer)',
    seed: 5,
  },
  'lost-hint': {
    what: 'a hint that comes while a subscriber reads is forgotten',
    file: 'src/live/bus.ts',
    from: 'hinted = false\n        if (!signal.aborted) yield at',
    to: 'if (!signal.aborted) yield at\n        hinted = false',
    seed: 125,
  },
} as const satisfies Readonly<Record<string, Plant>>

export type PlantName = keyof typeof PLANTS
