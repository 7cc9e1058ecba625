import { parseArgs } from 'node:util'
import { chromium, type Page } from '@playwright/test'
import { findChromium } from '../test/e2e/support/chromium.ts'

/**
 * `npx tsx bench/pictures.ts URL RUN [--base RUN] [--find TEXT] [--prefix NAME] [--to DIRECTORY] [--width PIXELS]`
 *
 * Takes the pictures of the documentation: each page of a run of a daemon, in both themes. With a base also of the
 * pages beyond the run: the list, the trends and the comparison. `--find` searches in the timeline, and selects the
 * last match.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    base: { type: 'string' },
    find: { type: 'string' },
    prefix: { type: 'string', default: '' },
    to: { type: 'string', default: 'docs/pictures' },
    width: { type: 'string', default: '1280' },
  },
})
const [url, run] = positionals
if (!url || !run) throw new Error('Which run of which daemon? bench/pictures.ts URL RUN')

const pages: readonly (readonly [name: string, path: string, ready: string])[] = [
  ['run', `/runs/${run}`, '[data-testid=process-row]'],
  ['timeline', `/runs/${run}/timeline`, '[data-testid=summary]'],
  ['flame', `/runs/${run}/flame`, '[data-testid=flame]'],
  ['processes', `/runs/${run}/processes`, '[data-testid=process-row]'],
  ['critical-path', `/runs/${run}/critical-path`, '[data-testid=path-kinds]'],
  ...(values.base
    ? ([
        ['runs', '/runs', '[data-testid=run-row]'],
        ['trends', '/trends', '[data-testid=trend]'],
        ['compare', `/compare?base=${values.base}&head=${run}`, '[data-testid=changes] li'],
      ] as const)
    : []),
]

const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
})
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    const viewport = { width: Number(values.width), height: 800 }
    const page = await browser.newPage({ viewport, colorScheme, reducedMotion: 'reduce' })
    for (const [name, path, ready] of pages) {
      await page.goto(url + path)
      await page.locator(ready).first().waitFor()
      if (name === 'timeline' && values.find) await find(page, values.find)
      // Time for debounced work, and for work after the first picture.
      await page.waitForTimeout(1200)
      await page.mouse.move(0, 0)
      await page.screenshot({ path: `${values.to}/${values.prefix}${name}-${colorScheme}.png` })
    }
    await page.close()
  }
} finally {
  await browser.close()
}

async function find(page: Page, text: string): Promise<void> {
  await page.getByLabel('Find a process').fill(text)
  await page.getByTestId('found').waitFor()
  await page.keyboard.press('Shift+Enter')
}
