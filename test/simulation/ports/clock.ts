import timersPromises from 'node:timers/promises'
import { performance } from 'node:perf_hooks'
import { syncBuiltinESMExports } from 'node:module'
import type { Task, World } from '../world.ts'

/** A timer as Node gives it. */
class Timer {
  #task: Task | undefined

  constructor(
    private readonly world: World,
    private readonly milliseconds: number,
    private readonly run: () => void,
    private readonly repeats = false,
  ) {
    this.refresh()
  }

  refresh(): this {
    this.close()
    this.#task = this.world.after(this.milliseconds, () => {
      if (this.repeats) this.refresh()
      this.run()
    })
    return this
  }

  close(): void {
    if (this.#task) this.world.cancel(this.#task)
    this.#task = undefined
  }

  ref(): this {
    return this
  }

  unref(): this {
    return this
  }

  hasRef(): boolean {
    return true
  }
}

/**
 * Puts the clock and the scheduling of Node into the hands of a seed: timers, `performance.now`, `Date`. The program needs no
 * ports for them, because these are its ports.
 * @param current the world of the seed under way
 */
export function takeClock(current: () => World): void {
  const RealDate = Date
  const clear = (timer: unknown) => timer instanceof Timer && timer.close()
  const sleep = (milliseconds = 0, value?: unknown, { signal }: { signal?: AbortSignal } = {}) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const abort = () => {
        timer.close()
        reject(signal!.reason)
      }
      const timer = new Timer(current(), milliseconds, () => {
        signal?.removeEventListener('abort', abort)
        resolve(value)
      })
      signal?.addEventListener('abort', abort)
    })
  class SimulatedDate extends RealDate {
    constructor(...given: [] | [number | string | Date]) {
      super(...((given.length ? given : [current().wall]) as [number]))
    }

    static override now = () => current().wall
  }
  Object.assign(globalThis, {
    setTimeout: (run: (...args: unknown[]) => void, milliseconds = 0, ...args: unknown[]) =>
      new Timer(current(), milliseconds, () => run(...args)),
    setInterval: (run: () => void, milliseconds = 0) => new Timer(current(), milliseconds, run, true),
    setImmediate: (run: (...args: unknown[]) => void, ...args: unknown[]) =>
      new Timer(current(), 0, () => run(...args)),
    clearTimeout: clear,
    clearInterval: clear,
    clearImmediate: clear,
    Date: SimulatedDate,
  })
  Object.assign(timersPromises, {
    setTimeout: sleep,
    setImmediate: (value?: unknown, options?: { signal?: AbortSignal }) => sleep(0, value, options),
  })
  performance.now = () => current().steady
  AbortSignal.timeout = (milliseconds) => {
    const controller = new AbortController()
    void new Timer(current(), milliseconds, () => controller.abort(new DOMException('late', 'TimeoutError')))
    return controller.signal
  }
  syncBuiltinESMExports()
}
