import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { chromium, type Browser, type Page } from '@playwright/test'
import { findChromium } from '../test/e2e/support/chromium.ts'
import { startDaemon } from './support/daemon.ts'

/**
 * `npx tsx bench/pictures.ts URL RUN --base RUN [--find TEXT] [--failed RUN] [--to DIRECTORY] [--only NAME…]`
 *
 * Takes the pictures of the documentation: each page in both themes, wide and narrow. RUN and the base are runs of the
 * daemon at URL. `--find` searches in the timeline, and selects the last match.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    base: { type: 'string' },
    failed: { type: 'string' },
    find: { type: 'string', default: '' },
    only: { type: 'string', multiple: true },
    to: { type: 'string', default: 'docs/pictures' },
  },
})
const [url, run] = positionals
if (!url || !run || !values.base) throw new Error('Which runs? bench/pictures.ts URL RUN --base RUN')

/** A page, what shows that it is complete, and what to do there first. */
interface Shown {
  readonly name: string
  readonly path: string
  readonly ready: string
  readonly act?: (page: Page) => Promise<void>
}

const SIZES = { '': { width: 1280, height: 800 }, '-narrow': { width: 390, height: 844 } }
/** Of WebP, in percent. */
const QUALITY = 88

const timeline = `/runs/${run}/timeline`
const PAGES: readonly Shown[] = [
  { name: 'runs', path: '/runs', ready: '[data-testid=run-row]' },
  { name: 'run', path: `/runs/${run}`, ready: '[data-testid=verdict] li, [data-testid=verdict]' },
  { name: 'timeline', path: timeline, ready: '[data-testid=summary]', act: find },
  { name: 'timeline-path', path: `${timeline}?path=yes`, ready: '[data-testid=summary]' },
  {
    name: 'what-if',
    path: `${timeline}?jobs=4&cores=4#what-if`,
    ready: '[data-testid=prediction]',
    act: (page) => page.getByTestId('what-if').scrollIntoViewIfNeeded(),
  },
  { name: 'processes', path: `/runs/${run}/processes`, ready: '[data-testid=process-row]' },
  { name: 'flame', path: `/runs/${run}/flame`, ready: '[data-testid=flame]' },
  { name: 'critical-path', path: `/runs/${run}/critical-path`, ready: '[data-testid=path-kinds]' },
  {
    name: 'compare',
    path: `/compare?base=${values.base}&head=${run}`,
    ready: '[data-testid=changes] li',
  },
  { name: 'trends', path: '/trends', ready: '[data-testid=trend]' },
  ...(values.failed
    ? [{ name: 'failed', path: `/runs/${values.failed}`, ready: '[data-testid=process-row]' }]
    : []),
]
const EMPTY: Shown = { name: 'empty', path: '/runs', ready: 'main h1, main h2' }
const TOKEN: Shown = { name: 'token', path: '/runs', ready: 'input' }
const AWAY: Shown = { name: 'away', path: '/runs', ready: 'main h1, main h2' }

const steps: (() => unknown)[] = []
const bench = { quick: false, minutes: 0, say: () => {}, defer: (step: () => unknown) => steps.push(step) }
const isWanted = ({ name }: Shown) => !values.only || values.only.includes(name)

const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
})
steps.push(() => browser.close())
try {
  for (const shown of PAGES) if (isWanted(shown)) await take(browser, url, shown)
  if (isWanted(EMPTY)) await take(browser, (await startDaemon(bench)).url, EMPTY)
  if (isWanted(TOKEN)) {
    const { url: locked } = await startDaemon(bench, undefined, '--token', 'ingest:a-token-that-submits')
    await take(browser, locked, TOKEN)
  }
  if (isWanted(AWAY)) {
    // Each picture ends the daemon of its page.
    await take(
      browser,
      async () => {
        const daemon = await startDaemon(bench)
        const leave = async (page: Page) => {
          await daemon.stop()
          await page.getByTestId('away').waitFor()
        }
        return { at: daemon.url, leave }
      },
      AWAY,
    )
  }
} finally {
  for (const step of steps.toReversed()) await step()
}

/** Where a page is, and what happens when it is open. */
type Place = string | (() => Promise<{ readonly at: string; readonly leave: (page: Page) => Promise<void> }>)

async function take(from: Browser, place: Place, { name, path, ready, act }: Shown): Promise<void> {
  for (const [suffix, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { at, leave } = typeof place === 'string' ? { at: place, leave: undefined } : await place()
      const page = await from.newPage({ viewport, colorScheme, reducedMotion: 'reduce' })
      await page.goto(at + path)
      await page.locator(ready).first().waitFor()
      await act?.(page)
      await leave?.(page)
      await page.mouse.move(0, 0)
      // Time for debounced work, and for work after the first picture.
      await page.waitForTimeout(1200)
      const session = await page.context().newCDPSession(page)
      const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY })
      writeFileSync(`${values.to}/${name}${suffix}-${colorScheme}.webp`, Buffer.from(data, 'base64'))
      await page.close()
    }
  }
}

async function find(page: Page): Promise<void> {
  if (!values.find) return
  await page.getByLabel('Find a process').fill(values.find)
  await page.getByTestId('found').waitFor()
  await page.keyboard.press('Shift+Enter')
}
