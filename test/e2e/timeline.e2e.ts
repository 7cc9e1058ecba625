import { expect, type Page } from '@playwright/test'
import { slices, test, viewOf } from './support/builds.ts'

const lengthOf = async (page: Page) => {
  const { from, to } = await viewOf(page)
  return to - from
}

test('a range is dragged, kept in the link and cleared; the wheel zooms, Shift pans', async ({
  page,
  builds: { daemon, ids },
}) => {
  await page.goto(`${daemon.url}/runs/${ids[5]}/timeline`)
  const summary = page.getByTestId('summary')
  await expect(summary).toContainText('Whole build')
  const box = (await page.getByTestId('timeline').boundingBox())!
  const at = (share: number) => [box.x + box.width * share, box.y + box.height - 20] as const
  const drag = async (from: number, to: number) => {
    await page.mouse.move(...at(from))
    await page.mouse.down()
    await page.mouse.move(...at((from + to) / 2))
    await page.mouse.move(...at(to))
    await page.mouse.up()
  }
  const whole = await viewOf(page)
  await drag(0.25, 0.5)
  await expect(summary).toContainText('Selected range')
  await expect(page).toHaveURL(/range=[\d.]+-[\d.]+/)
  const [, from, to] = /range=([\d.]+)-([\d.]+)/.exec(page.url())!
  expect(Number(from) / whole.to).toBeCloseTo(0.25, 1)
  expect(Number(to) / whole.to).toBeCloseTo(0.5, 1)
  const said = await summary.textContent()
  await page.reload()
  await expect(summary).toHaveText(said!)
  await page.getByTestId('timeline').focus()
  await page.keyboard.press('f')
  await expect.poll(() => lengthOf(page)).toBeLessThan(whole.to * 0.5)
  await page.keyboard.press('Escape')
  await expect(summary).toContainText('Whole build')
  await expect(page).not.toHaveURL(/range=/)
  await page.keyboard.press('0')
  await expect.poll(() => lengthOf(page)).toBeCloseTo(whole.to - whole.from, 3)

  await page.mouse.move(...at(0.5))
  await page.keyboard.down('Control')
  await page.mouse.wheel(0, -300)
  await page.keyboard.up('Control')
  await expect.poll(() => lengthOf(page)).toBeLessThan(whole.to * 0.8)
  const zoomed = await viewOf(page)
  await page.keyboard.down('Shift')
  await drag(0.5, 0.6)
  await page.keyboard.up('Shift')
  const panned = await viewOf(page)
  expect(panned.from).toBeLessThan(zoomed.from)
  expect(panned.to - panned.from).toBeCloseTo(zoomed.to - zoomed.from, 3)
  await page.keyboard.press('d')
  await expect.poll(async () => (await viewOf(page)).from).toBeGreaterThan(panned.from)
})

test('packed lanes need fewer rows than the tree, and the link keeps them', async ({
  page,
  builds: { daemon, ids },
}) => {
  await page.goto(`${daemon.url}/runs/${ids[5]}/timeline`)
  const lowest = async () => Math.max(...(await slices(page)).map(({ y }) => y))
  await expect.poll(lowest).toBeGreaterThan(0)
  const tree = await slices(page)
  await page.getByText('Packed', { exact: true }).click()
  await expect(page).toHaveURL(/layout=packed/)
  await expect.poll(async () => (await slices(page)).map(({ y }) => y)).not.toEqual(tree.map(({ y }) => y))
  const packed = await slices(page)
  await page.reload()
  await expect.poll(() => slices(page)).toEqual(packed)
  await page.getByText('Tree', { exact: true }).click()
  await expect.poll(() => slices(page)).toEqual(tree)
})

test('the table of processes is a tree that keys fold, and any other order is flat', async ({
  page,
  builds: { daemon, ids },
}) => {
  await page.goto(`${daemon.url}/runs/${ids[5]}/processes`)
  const grid = page.getByRole('treegrid', { name: 'Processes' })
  const row = grid.locator('[aria-selected=true]')
  await grid.focus()
  await page.keyboard.press('Home')
  await expect(row).toHaveAttribute('aria-level', '1')
  await expect(row).toHaveAttribute('aria-expanded', 'true')
  const count = Number(await grid.getAttribute('aria-rowcount'))
  await page.keyboard.press('ArrowRight')
  await expect(row).toHaveAttribute('aria-level', '2')
  await expect(row).toContainText('make -C lib0')
  await page.keyboard.press('ArrowLeft')
  await expect(row).toHaveAttribute('aria-expanded', 'false')
  const folded = Number(await grid.getAttribute('aria-rowcount'))
  expect(folded).toBeLessThan(count)
  await page.keyboard.press('ArrowRight')
  await expect(grid).toHaveAttribute('aria-rowcount', String(count))
  await page.keyboard.press('ArrowRight')
  await expect(row).toHaveAttribute('aria-level', '3')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect(row).toHaveAttribute('aria-level', '2')
  await page.keyboard.press('End')
  await expect(row).toHaveAttribute('aria-rowindex', String(await grid.getAttribute('aria-rowcount')))

  await page.getByRole('button', { name: 'Duration' }).click()
  await expect(grid.getByRole('row').nth(1)).toContainText('make -j4')
  await expect(grid.locator('[aria-expanded]')).toHaveCount(0)
  await page.getByLabel('Filter processes').fill('module_0_7.c cc1')
  await expect(page.getByTestId('shown-count')).toContainText('1 of')
  await page.getByTestId('process-row').dblclick()
  await expect(page).toHaveURL(/timeline\?sel=/)
})

test('the details lead to the parent, and their command line can be copied', async ({
  page,
  context,
  builds: { daemon, ids },
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: daemon.url })
  await page.goto(`${daemon.url}/runs/${ids[5]}/timeline?find=module_0_7.c+cc1`)
  await expect(page.getByTestId('found')).toHaveText('1')
  await page.getByRole('button', { name: 'Next match' }).click()
  const details = page.getByTestId('process-details')
  await expect(details.getByTestId('process-name')).toHaveText('cc1')
  await details.getByRole('button', { name: /copy/i }).first().click()
  const commandLine = await details.getByTestId('command-line').textContent()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(commandLine!.trim())
  await details.getByRole('button', { name: /^gcc/ }).click()
  await expect(details.getByTestId('process-name')).toHaveText('gcc')
  await details.getByRole('button', { name: /^as / }).click()
  await expect(details.getByTestId('process-name')).toHaveText('as')
  await page.getByTestId('timeline').focus()
  await page.keyboard.press('Escape')
  await expect(details).toHaveCount(0)
  await expect(page).not.toHaveURL(/sel=/)
})

test('the window of the minimap is drawn and moved', async ({ page, builds: { daemon, ids } }) => {
  await page.goto(`${daemon.url}/runs/${ids[5]}/timeline`)
  await expect.poll(async () => (await slices(page)).length).toBeGreaterThan(0)
  const whole = await viewOf(page)
  const box = (await page.getByTestId('timeline').boundingBox())!
  const drag = async (from: number, to: number) => {
    await page.mouse.move(box.x + box.width * from, box.y + 15)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * to, box.y + 15, { steps: 4 })
    await page.mouse.up()
  }
  await drag(0.2, 0.4)
  const drawn = await viewOf(page)
  expect(drawn.from / whole.to).toBeCloseTo(0.2, 1)
  expect(drawn.to / whole.to).toBeCloseTo(0.4, 1)
  await drag(0.3, 0.5)
  const moved = await viewOf(page)
  expect((moved.from - drawn.from) / whole.to).toBeCloseTo(0.2, 1)
  expect(moved.to - moved.from).toBeCloseTo(drawn.to - drawn.from, 3)
})

test('the theme is chosen, and stays', async ({ page, builds: { daemon } }) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto(`${daemon.url}/runs`)
  const html = page.locator('html')
  await expect(html).toHaveAttribute('data-theme', 'light')
  await page.getByTitle('Dark').click()
  await expect(html).toHaveAttribute('data-theme', 'dark')
  await page.reload()
  await expect(html).toHaveAttribute('data-theme', 'dark')
  await page.getByTitle('As the system').click()
  await expect(html).toHaveAttribute('data-theme', 'light')
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect(html).toHaveAttribute('data-theme', 'dark')
})
