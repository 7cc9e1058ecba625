import { afterEach, expect, it } from 'vitest'
import { computed, effectScope, nextTick, shallowRef } from 'vue'
import type { Ask } from '../../workers/questions.ts'
import { useAnswer } from './useAnswer.ts'

const scope = effectScope()
afterEach(() => scope.stop())

it('asks one question at a time, and gives no answer to what is no longer asked', async () => {
  const asked: { search: string; give: (answer: string) => void }[] = []
  const answerTo = (_: string, search: string): Promise<string> =>
    new Promise((give) => asked.push({ search, give }))
  const ask = answerTo as Ask
  const search = shallowRef('a')
  const context = { ask: computed(() => ask), version: computed(() => 0), end: () => 1 }
  const answer = scope.run(() =>
    useAnswer(context, (ask) => (search.value ? ask('find', search.value) : null), [search]),
  )!
  const given = () => answer.value as unknown
  const changeTo = async (text: string) => {
    search.value = text
    await nextTick()
  }

  await changeTo('ab')
  await changeTo('abc')
  expect(asked.map(({ search }) => search)).toEqual(['a'])
  asked[0]!.give('of a')
  await expect.poll(() => asked.map(({ search }) => search)).toEqual(['a', 'abc'])
  expect(given()).toBeNull()
  asked[1]!.give('of abc')
  await expect.poll(given).toBe('of abc')
  await changeTo('')
  await expect.poll(given).toBeNull()
})
