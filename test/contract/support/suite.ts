import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDaemon, type Daemon } from '../../../src/daemon.ts'
import { testConfig } from '../../support/daemon.ts'
import { makeDataDirectory } from '../../support/database.ts'
import type { Api } from './api.ts'
import { BEHAVIOURS, type Behaviour } from './behaviours.ts'
import { graphApi } from './graph.ts'
import { restApi, type RestApi } from './rest.ts'

/** The daemon that the suite is pointed at; without one, each file starts its own. The one place that reads this. */
const GIVEN = process.env['BUILDSPY_TEST_URL']?.replace(/\/$/, '')

let url = GIVEN ?? ''
let daemon: Daemon | undefined
let data: Awaited<ReturnType<typeof makeDataDirectory>> | undefined

beforeAll(async () => {
  if (GIVEN) return
  data = await makeDataDirectory()
  daemon = await startDaemon(testConfig(data.directory))
  url = daemon.url.replace('localhost', '127.0.0.1')
})

afterAll(async () => {
  await daemon?.close()
  await data?.remove()
})

type Both = { [B in Behaviour]: (typeof BEHAVIOURS)[B]['graph'] extends true ? B : never }[Behaviour]

/** Shows a behaviour through REST and through the graph. */
export function behaves(behaviour: Both, check: (api: Api) => Promise<void>): void {
  behavesOverRest(behaviour, check)
  test(`${behaviour} (graph)`, () => check(graphApi(url)))
}

/** Shows a behaviour through REST, and that it called the endpoints that the table names for it. */
export function behavesOverRest(behaviour: Behaviour, check: (api: RestApi) => Promise<void>): void {
  test(`${behaviour} (REST)`, async () => {
    const api = restApi(url)
    await check(api)
    expect([...api.called]).toEqual(expect.arrayContaining([...BEHAVIOURS[behaviour].on]))
  })
}
