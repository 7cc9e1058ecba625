import { expect, type Page } from '@playwright/test'
import { copyFile, mkdtemp } from 'node:fs/promises'
import { once } from 'node:events'
import { join } from 'node:path'
import { slices, test } from './support/builds.ts'
import { record, startDaemon, stop } from './support/daemon.ts'

const details = (page: Page) => page.getByTestId('process-details')
const pathRows = (page: Page) => page.evaluate(() => window.__buildspyTimeline?.path() ?? null)

test('the critical path says what bound it, step by step, by tool and by directory', async ({
  page,
  builds: { daemon, ids },
}) => {
  await page.goto(`${daemon.url}/runs/${ids[5]}/critical-path?by=step`)
  await expect(page.getByTestId('path-kinds')).toContainText('Work')
  await expect(page.getByTestId('ribbon')).toBeVisible()
  await expect(page.getByTestId('path-steps').getByRole('listitem').first()).toBeVisible()
  const panel = page.getByRole('group', { name: 'Listed by' })
  await panel.getByText('Tools', { exact: true }).click()
  await expect(page).toHaveURL(/by=tool/)
  const groups = page.getByTestId('path-groups')
  await groups.getByRole('button').filter({ hasText: 'cc1' }).click()
  await expect(details(page).getByTestId('process-name')).toHaveText('cc1')
  await panel.getByText('Directories', { exact: true }).click()
  await expect(groups).toContainText('/src/project/lib0')
  await page.getByRole('link', { name: 'In the timeline', exact: true }).click()
  await expect(page).toHaveURL(/timeline\?.*path=yes/)
})

test('C shows the critical path in the timeline, and the link keeps it', async ({
  page,
  builds: { daemon, ids },
}) => {
  await page.goto(`${daemon.url}/runs/${ids[5]}/timeline`)
  await expect.poll(async () => (await slices(page)).length).toBeGreaterThan(0)
  expect(await pathRows(page)).toBeNull()
  await page.getByTestId('timeline').focus()
  await page.keyboard.press('c')
  await expect(page).toHaveURL(/path=yes/)
  await expect(page.getByTestId('path-kinds')).toContainText('Wall time')
  const names = async () => {
    const rows = new Set(await pathRows(page))
    return (await slices(page)).filter(({ row }) => rows.has(row)).map(({ name }) => name)
  }
  // The last link decides the end of the build, and its first shell the begin.
  await expect.poll(names).toEqual(expect.arrayContaining(['make', 'ld', 'cc1']))
  const rows = await pathRows(page)
  await page.reload()
  await expect.poll(() => pathRows(page)).toEqual(rows)
  await page.getByTestId('show-path').click()
  await expect(page).not.toHaveURL(/path=/)
  await expect.poll(() => pathRows(page)).toBeNull()
})

test('a question is answered with a prediction, or with the reason why not', async ({
  page,
  builds: { daemon, ids },
}) => {
  await page.goto(`${daemon.url}/runs/${ids[5]}/timeline`)
  const panel = page.getByTestId('what-if')
  await panel.getByLabel('Jobs (-j)').fill('1')
  await expect(panel.getByTestId('prediction')).toContainText('more (')
  await expect(page).toHaveURL(/jobs=1/)
  const wall = await panel.getByTestId('predicted-wall').textContent()
  await page.reload()
  await expect(panel.getByTestId('predicted-wall')).toHaveText(wall!)
  await panel.getByLabel('Without').fill('nothing-of-that-name')
  await expect(panel).toContainText('No process of the run has the pid, the name or a command line like')
  await panel.getByRole('button', { name: 'Clear' }).click()
  await expect(page).not.toHaveURL(/jobs=/)
  await expect(panel.getByTestId('prediction')).toHaveCount(0)

  await page.goto(`${daemon.url}/runs/${ids[5]}/processes?filter=ld+--eh-frame-hdr`)
  await page.getByTestId('process-row').first().click()
  await page.getByRole('button', { name: 'Twice as fast?' }).click()
  await expect(page).toHaveURL(/timeline\?.*faster=/)
  await expect(panel.getByTestId('prediction')).toContainText('less (')
})

test('the files of a process lead to the process that wrote them, and a range has its waits', async ({
  page,
}) => {
  const here = await startDaemon()
  try {
    const directory = await mkdtemp(join(here.directory, 'chain-'))
    await copyFile(new URL('fixtures/chain.mk', import.meta.url), join(directory, 'Makefile'))
    const build = record(here.url, directory, ['make'], ['--files'])
    try {
      expect((await once(build, 'exit'))[0]).toBe(0)
    } finally {
      stop(build)
    }
    const answer = await fetch(`${here.url}/api/runs`)
    const [{ id }] = (await answer.json()) as [{ id: string }]
    await page.goto(`${here.url}/runs/${id}/timeline?find=cp+made+used`)
    await expect(page.getByTestId('summary')).toContainText('Where the time of its processes went')
    await expect(page.getByTestId('summary')).toContainText('On a processor')
    await page.getByRole('button', { name: 'Next match' }).click()
    const files = page.getByTestId('files')
    const made = files.getByRole('listitem').filter({ hasText: /\/made/ })
    await made.getByRole('button', { name: 'cp' }).click()
    await expect(details(page).getByTestId('command-line')).toContainText('cp source made')
    await files.getByText('Written', { exact: true }).click()
    await expect(files.getByRole('listitem')).toHaveText([/\/made/])
  } finally {
    await here.close()
  }
})
