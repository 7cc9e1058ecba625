import { expect, test } from 'vitest'
import { createApp } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { followNavigations, useQuery } from './useQuery.ts'

const page = { template: '<p />' }

/** A router whose second page arrives when it is told to, once it was asked for. */
async function routed() {
  let ask!: () => void
  const asked = new Promise<void>((resolve) => (ask = resolve))
  let arrive!: () => void
  const loaded = new Promise<typeof page>((resolve) => (arrive = () => resolve(page)))
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/processes', component: page },
      { path: '/timeline', component: () => (ask(), loaded) },
    ],
  })
  followNavigations(router)
  await router.push('/processes?sort=pid')
  const setQuery = createApp(page)
    .use(router)
    .runWithContext(() => useQuery())
  return { router, setQuery, asked, arrive }
}

test('changes of one moment are made together', async () => {
  const { router, setQuery } = await routed()
  setQuery({ filter: 'cc1' })
  setQuery({ sort: undefined, sel: '7@0' })
  await expect.poll(() => router.currentRoute.value.fullPath).toBe('/processes?filter=cc1&sel=7@0')
})

test('a change does not cancel the way to another page', async () => {
  const { router, setQuery, asked, arrive } = await routed()
  const left = router.push('/timeline?sel=7@0')
  await asked
  setQuery({ filter: 'cc1' })
  arrive()
  await left
  expect(router.currentRoute.value.fullPath).toBe('/timeline?sel=7@0')
  setQuery({ layout: 'packed' })
  await expect.poll(() => router.currentRoute.value.query).toEqual({ sel: '7@0', layout: 'packed' })
})
