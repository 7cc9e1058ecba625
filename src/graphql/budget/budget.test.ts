import { describe, expect, test } from 'vitest'
import { Gone, TooExpensive, Unavailable } from '../../errors.ts'
import { Budget, CLIENT_LIMITS, NO_LIMITS } from './budget.ts'
import { MOST_CARRIED, TURN, Turns } from './turns.ts'

const turn = () => new Promise(setImmediate)
/** An execution that never ends by itself. */
const endless = () => new Promise<never>(() => {})

describe('an execution stops', () => {
  test.each([
    ['values', (budget: Budget) => budget.charge(CLIENT_LIMITS.values + 1), TooExpensive],
    ['text', (budget: Budget) => budget.charge(1, CLIENT_LIMITS.text + 1), TooExpensive],
    ['timelines', (budget: Budget) => budget.chargeTimeline(CLIENT_LIMITS.timelines + 1), TooExpensive],
  ])('over its %s', async (_, use, error) => {
    const budget = new Budget(new Turns(), CLIENT_LIMITS)
    const running = budget.run(endless)
    use(budget)
    await expect(running).rejects.toThrow(error)
    expect(budget.goesOn).toBe(false)
  })

  test('over its time, of the event loop and altogether', async () => {
    const working = new Budget(new Turns(), { ...NO_LIMITS, loop: 20 })
    const worked = working.run(endless)
    working.charge(1000)
    for (const until = performance.now() + 30; performance.now() < until;);
    working.charge(1000)
    await expect(worked).rejects.toThrow('20 ms of work')
    await expect(new Budget(new Turns(), { ...NO_LIMITS, wall: 20 }).run(endless)).rejects.toThrow(
      TooExpensive,
    )
  })

  test('when its client has left', async () => {
    let gone = false
    const budget = new Budget(new Turns(), NO_LIMITS, { isGone: () => gone })
    const running = budget.run(endless)
    for (let parts = 0; parts < 5; parts++) void budget.hand(parts, TURN)
    gone = true
    await expect(running).rejects.toThrow(Gone)
  })

  test('when all answers together take too much memory, until they are sent', async () => {
    const turns = new Turns()
    const sent: (() => void)[] = []
    const large = async () => {
      const budget = new Budget(turns, CLIENT_LIMITS, { whenSent: (callback) => sent.push(callback) })
      return budget.run(() => budget.charge(1, CLIENT_LIMITS.text))
    }
    const fitting = Math.floor(MOST_CARRIED / (CLIENT_LIMITS.text + 1000))
    for (let n = 0; n < fitting; n++) await large()
    const running = new Budget(turns, CLIENT_LIMITS)
    const refused = running.run(endless)
    running.charge(1, CLIENT_LIMITS.text)
    await expect(refused).rejects.toThrow(Unavailable)
    for (const callback of sent) callback()
    await large()
  })
})

describe('parts of an answer', () => {
  test('are handed out turn by turn, and those of several executions in rotation', async () => {
    const turns = new Turns()
    const handed: string[] = []
    const ask = (name: string) => {
      const budget = new Budget(turns, NO_LIMITS)
      for (let n = 0; n < 40; n++)
        void Promise.resolve(budget.hand(name, TURN / 20)).then(() => handed.push(name))
    }
    ask('a')
    ask('b')
    await Promise.resolve()
    expect(handed.length).toBeLessThanOrEqual(20)
    await turn()
    await turn()
    expect(handed.filter((name) => name === 'b').length).toBeGreaterThanOrEqual(9)
    expect(handed.length).toBeLessThan(80)
    for (let n = 0; n < 5; n++) await turn()
    expect(handed).toHaveLength(80)
  })

  test('of a long list come in order, a piece in a turn', async () => {
    const budget = new Budget(new Turns(), NO_LIMITS)
    const items = Array.from({ length: 5000 }, (_, n) => n)
    const list = await budget.handList(items, TURN / 1000)
    const first = list.filter((item) => !(item instanceof Promise))
    expect(first).toHaveLength(1000)
    expect(await Promise.all(list)).toEqual(items)
  })

  test('are read together: not before all of a level are handed out', async () => {
    const budget = new Budget(new Turns(), NO_LIMITS)
    let handed = 0
    for (let n = 0; n < 100; n++) void Promise.resolve(budget.hand(n, TURN / 10)).then(() => handed++)
    await new Promise<void>((resolve) => budget.whenIdle(resolve))
    expect(handed).toBe(100)
  })
})
