import { expect, test, type Page } from '@playwright/test'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { slices, viewOf } from './support/builds.ts'
import { startDaemon, stop, type TestDaemon } from './support/daemon.ts'
import { startGatedBuild } from './support/gated-build.ts'

let daemon: TestDaemon
let build: ChildProcess | undefined

test.beforeAll(async () => {
  daemon = await startDaemon()
})
test.afterAll(async () => {
  stop(build)
  await daemon.close()
})

const namesOf = async (page: Page): Promise<string[]> => (await slices(page)).map(({ name }) => name)

test('a build is seen to begin, to grow and to end, and its processes can be looked at', async ({ page }) => {
  const failures: string[] = []
  page.on('pageerror', (error) => failures.push(error.message))
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== daemon.url) failures.push(`left the origin: ${request.url()}`)
  })

  await page.goto(`${daemon.url}/`)
  await expect(page).toHaveURL(/\/runs$/)
  await expect(page.getByText(`buildspy run --url ${daemon.url} -- make -j8`)).toBeVisible()
  await expect(page.getByTestId('connection')).toContainText('Connected')

  const { process, open } = await startGatedBuild(daemon)
  build = process

  // It appears on the open page, and its processes are counted: make, sort, and the shell that waits.
  const card = page.getByTestId('live-run')
  await expect(card).toContainText('make')
  await expect(card.getByTestId('process-count')).toHaveText('3')

  await card.getByRole('link').click()
  await expect(page.getByTestId('run-command')).toHaveText('make')
  await expect(page.getByTestId('status')).toContainText('Live')
  await expect(page.getByTestId('shown-count')).toHaveText('3')
  await expect.poll(() => namesOf(page)).toEqual(['make', 'sort', 'sh'])
  expect((await slices(page)).map(({ running }) => running)).toEqual([true, false, true])

  // The view follows until it is moved, and when it is told to.
  const follow = page.getByTestId('follow')
  await expect(follow).toHaveAttribute('aria-pressed', 'true')
  await page.getByTestId('timeline').focus()
  await page.keyboard.press('w')
  await expect(follow).toHaveAttribute('aria-pressed', 'false')
  await page.keyboard.press('0')
  await expect(follow).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('w')
  await follow.click()
  await expect(follow).toHaveAttribute('aria-pressed', 'true')
  const { to } = await viewOf(page)
  await expect.poll(async () => (await viewOf(page)).to).toBeGreaterThan(to)
  await page.keyboard.press('0')

  // It grows while it is watched.
  await open('gate-1')
  await expect.poll(() => namesOf(page)).toContain('uniq')
  await expect(page.getByRole('treegrid', { name: 'Processes' })).toContainText('uniq Makefile')
  await expect(page.getByTestId('status')).toContainText('Live')

  // It ends.
  await open('gate-2')
  expect((await once(build, 'exit'))[0]).toBe(0)
  await expect(page.getByTestId('status')).toContainText('Passed')
  await expect(page.getByTestId('figure-exit-code')).toHaveText('0')
  await expect.poll(async () => (await slices(page)).some(({ running }) => running)).toBe(false)

  // A slice is chosen by where it is drawn: the shell that waited, the widest below make.
  await page.getByTestId('timeline').evaluate((element) => element.scrollIntoView({ block: 'end' }))
  const shells = async () => (await slices(page)).filter(({ name }) => name === 'sh')
  const widest = async () => (await shells()).sort((a, b) => b.width - a.width)[0]!
  // The verdict of the whole build comes after its end, and moves the timeline below it.
  await expect(async () => {
    const { x, y, width, height } = await widest()
    await page.mouse.move(x + width / 2, y + height / 2)
    await expect(page.getByTestId('tooltip')).toContainText('sh', { timeout: 500 })
  }).toPass()
  const waited = await widest()
  await page.mouse.down()
  await page.mouse.up()
  const details = page.getByTestId('process-details')
  await expect(details.getByTestId('process-name')).toHaveText('sh')
  await expect(details.getByTestId('command-line')).toContainText('read line')
  await expect(details).toContainText(String(waited.pid))
  await expect(page.locator('[data-testid=process-row][aria-selected=true]')).toContainText('read line')

  // And back: a row of the table is selected in the timeline, and the link to it survives a reload.
  await page.getByTestId('process-row').filter({ hasText: 'uniq Makefile' }).last().click()
  await expect(details.getByTestId('command-line')).toContainText('uniq')
  await page.reload()
  await expect(page.getByTestId('process-details').getByTestId('command-line')).toContainText('uniq')

  // Zoom and fit.
  const whole = await viewOf(page)
  await page.getByTestId('timeline').scrollIntoViewIfNeeded()
  await page.getByTestId('timeline').hover()
  await page.keyboard.press('w')
  const length = () => viewOf(page).then(({ from, to }) => to - from)
  await expect.poll(length).toBeLessThan((whole.to - whole.from) * 0.7)
  await page.keyboard.press('0')
  await expect.poll(length).toBeCloseTo(whole.to - whole.from, 3)

  await page.getByRole('link', { name: 'Runs' }).first().click()
  await expect(page.getByTestId('run-row')).toContainText('Passed')
  await expect(page.getByTestId('live-run')).toHaveCount(0)
  expect(failures).toEqual([])
})
