import { expect, test, type Page, type WebSocketRoute } from '@playwright/test'
import { once } from 'node:events'
import { slices } from './support/builds.ts'
import { startDaemon, stop, type TestDaemon } from './support/daemon.ts'
import { startGatedBuild, type GatedBuild } from './support/gated-build.ts'

let daemon: TestDaemon
let build: GatedBuild | undefined

test.beforeAll(async () => {
  daemon = await startDaemon()
})
test.afterAll(async () => {
  stop(build?.process)
  await daemon.close()
})

/** A switch of the page's WebSocket: off, it drops the connection and lets none through. */
async function switchSockets(page: Page) {
  const open = new Set<WebSocketRoute>()
  let on = true
  await page.routeWebSocket(/\/graphql$/, (socket) => {
    if (!on) return void socket.close({ code: 1001 })
    socket.connectToServer()
    open.add(socket)
  })
  return async (to: boolean) => {
    on = to
    if (!on) await Promise.all([...open].map((socket) => socket.close({ code: 1001 })))
    open.clear()
  }
}

/** What the daemon has of a run. */
async function recorded(id: string): Promise<string[]> {
  const answer = await fetch(`${daemon.url}/api/runs/${id}/processes`)
  const processes = (await answer.json()) as { pid: number; cmdline: string }[]
  return processes.map(({ pid, cmdline }) => `${pid} ${cmdline}`).sort()
}

test('a connection that was lost is taken up where it broke: no process is missing, none is there twice', async ({
  page,
}) => {
  const connect = await switchSockets(page)
  await page.goto(`${daemon.url}/runs`)
  await expect(page.getByTestId('connection')).toContainText('Connected')
  build = await startGatedBuild(daemon)
  await page.getByTestId('live-run').getByRole('link').click()
  await expect(page.getByTestId('shown-count')).toHaveText('3')
  const id = new URL(page.url()).pathname.split('/')[2]!
  const shown = async () => (await slices(page)).map(({ pid, commandLine }) => `${pid} ${commandLine}`).sort()

  await connect(false)
  await expect(page.getByTestId('away')).toBeVisible()
  await expect(page.getByTestId('status')).toContainText('Was live')
  await build.open('gate-1')
  await expect
    .poll(async () => (await recorded(id)).filter((line) => line.includes('gate-2')))
    .toHaveLength(1)
  expect(await shown()).toHaveLength(3)

  await connect(true)
  await expect(page.getByTestId('away')).toBeHidden()
  await expect.poll(shown).toEqual(await recorded(id))
  await expect(page.getByTestId('status')).toContainText('Live')

  // And again, with the end of the build in the gap.
  await connect(false)
  await expect(page.getByTestId('away')).toBeVisible()
  await build.open('gate-2')
  expect((await once(build.process, 'exit'))[0]).toBe(0)
  await connect(true)
  await expect(page.getByTestId('status')).toContainText('Passed')
  await expect.poll(shown).toEqual(await recorded(id))
  expect((await slices(page)).filter(({ running }) => running)).toEqual([])
})
