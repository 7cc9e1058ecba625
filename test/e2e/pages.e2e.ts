import { expect, type Page } from '@playwright/test'
import { axe } from './support/axe.ts'
import { test, type Builds } from './support/builds.ts'

const PAGES: readonly (readonly [name: string, path: (ids: Builds['ids']) => string, ready: string])[] = [
  ['runs', () => '/runs', '[data-testid=run-row]'],
  ['overview', (ids) => `/runs/${ids[5]}`, '[data-testid=findings] li'],
  ['timeline', (ids) => `/runs/${ids[5]}/timeline?find=ld`, '[data-testid=found]'],
  ['flame', (ids) => `/runs/${ids[5]}/flame`, '[data-testid=flame] canvas'],
  ['processes', (ids) => `/runs/${ids[5]}/processes`, '[data-testid=process-row]'],
  ['critical path', (ids) => `/runs/${ids[5]}/critical-path?by=step`, '[data-testid=path-steps] li'],
  ['critical path by tool', (ids) => `/runs/${ids[5]}/critical-path?by=tool`, '[data-testid=path-groups] li'],
  ['critical path in the timeline', (ids) => `/runs/${ids[5]}/timeline?path=yes`, '[data-testid=path-kinds]'],
  ['what if', (ids) => `/runs/${ids[5]}/timeline?jobs=2`, '[data-testid=prediction]'],
  ['compare', (ids) => `/compare?base=${ids[4]}&head=${ids[5]}`, '[data-testid=changes] li'],
  ['compare, empty', () => '/compare', '[role=combobox]'],
  ['trends', () => '/trends', '[data-testid=trend] circle'],
  ['a run that is not there', () => '/runs/00000000-0000-4000-8000-000000000000', 'h1'],
  ['a page that is not there', () => '/nowhere', 'h1'],
]

for (const colorScheme of ['light', 'dark'] as const)
  test.describe(colorScheme, () => {
    test.use({ colorScheme })
    test('on each page axe finds nothing, nothing leaves the origin, nothing is refused', async ({
      page,
      builds: { daemon, ids },
    }) => {
      const failures = watch(page, daemon.url)
      for (const [name, path, ready] of PAGES) {
        await page.goto(daemon.url + path(ids))
        await expect(page.locator(ready).first()).toBeVisible()
        await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
        const beyond = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        expect([name, beyond, ...(await axe(page)), ...failures]).toEqual([name, 0])
      }
    })

    test('in the dialogs axe finds nothing', async ({ page, builds: { daemon } }) => {
      for (const key of ['Control+k', '?']) {
        await page.goto(`${daemon.url}/runs`)
        await expect(page.getByTestId('run-row').first()).toBeVisible()
        await page.keyboard.press(key)
        await expect(page.getByRole('dialog')).toBeVisible()
        expect(await axe(page)).toEqual([])
      }
    })
  })

test('on a narrow screen nothing is wider than the screen', async ({ page, builds: { daemon, ids } }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  for (const [name, path, ready] of PAGES) {
    await page.goto(daemon.url + path(ids))
    await expect(page.locator(ready).first()).toBeVisible()
    const beyond = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect([name, beyond]).toEqual([name, 0])
  }
})

/** Collects errors of the page, what its policy refuses, and requests to elsewhere. */
function watch(page: Page, url: string): string[] {
  const failures: string[] = []
  page.on('pageerror', (error) => failures.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') failures.push(message.text())
  })
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    if (protocol !== 'blob:' && origin !== url) failures.push(`left the origin: ${request.url()}`)
  })
  return failures
}
