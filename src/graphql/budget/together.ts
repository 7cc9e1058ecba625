import DataLoader from 'dataloader'
import type { Budget } from './budget.ts'

/** Reads values for many keys at once. */
type Read<Key, Value> = (keys: readonly Key[]) => Promise<readonly Value[]>

/** Loads a value for a key, together with the other keys of its level. */
export interface Gathering<Key, Value> {
  load(key: Key): Promise<Value>
}

/** Keys read together, at most. The work that follows in one turn of the event loop takes about 20 ms. */
const MOST_KEYS = 5000

/**
 * Combines the keys of all resolvers of one level into one read, or into a few if there are very many. It waits until the whole
 * level is complete, even if that takes several turns of the event loop. It caches nothing, because a subscription must see
 * changes.
 */
export function gathering<Key, Value>(budget: Budget, read: Read<Key, Value>): Gathering<Key, Value> {
  let waiting = 0
  const loader = new DataLoader<Key, Value>(async (keys) => read(keys), {
    cache: false,
    maxBatchSize: MOST_KEYS,
    batchScheduleFn: (dispatch) =>
      budget.whenIdle(() => {
        const keys = Math.min(waiting, MOST_KEYS)
        waiting -= keys
        const turn = budget.hand(null, 2 * keys)
        if (turn instanceof Promise) void turn.then(dispatch)
        else dispatch()
      }),
  })
  return {
    load(key) {
      waiting++
      return loader.load(key)
    },
  }
}

/** Identifies an object of a question. */
type Key = readonly (string | number | bigint)[]

/** Combines questions with arguments. A question with the same arguments goes to all objects together, to each once. */
export class Together {
  readonly #loaders = new Map<string, Gathering<Key, unknown>>()

  constructor(private readonly budget: Budget) {}

  /**
   * @param question with its arguments
   * @param read answers the question for all keys
   */
  ask<K extends Key, Value>(question: readonly unknown[], key: K, read: Read<K, Value>): Promise<Value> {
    const text = question.join('|')
    const loader =
      this.#loaders.get(text) ?? gathering<Key, unknown>(this.budget, (keys) => once(keys as K[], read))
    this.#loaders.set(text, loader)
    return loader.load(key) as Promise<Value>
  }
}

/** Reads each of the keys once. @returns a value for each, in their order */
async function once<K extends Key, Value>(keys: readonly K[], read: Read<K, Value>): Promise<Value[]> {
  const places = new Map<string, number>()
  const different: K[] = []
  const place = keys.map((key) => {
    const text = key.join('/')
    const known = places.get(text) ?? different.push(key) - 1
    places.set(text, known)
    return known
  })
  const values = await read(different)
  return place.map((n) => values[n]!)
}
