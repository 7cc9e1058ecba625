import axeCore from 'axe-core'
import type { Page } from '@playwright/test'

declare global {
  interface Window {
    /** Set by the script of axe-core. */
    axe: typeof axeCore
  }
}

/** What axe finds, in short. Its script is run by the debugger, since the page's policy allows none but our own. */
export async function axe(page: Page): Promise<string[]> {
  await page.evaluate(axeCore.source)
  return page.evaluate(async () => {
    const { violations } = await window.axe.run()
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
    )
  })
}
