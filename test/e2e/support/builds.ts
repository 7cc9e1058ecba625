import { test as base, type Page } from '@playwright/test'
import type { HookedSlice } from '../../../client/canvas/timeline-hook.ts'
import { submitBuild } from '../../support/simulated-build.ts'
import { startDaemon, type TestDaemon } from './daemon.ts'

export const DAY = 86_400_000
/** When the first simulated build began. */
export const START = Date.parse('2026-01-02T03:04:05Z')

/** A daemon with six builds of one command, a day apart; the last took twice as long. */
export interface Builds {
  readonly daemon: TestDaemon
  /** The oldest first. */
  readonly ids: readonly string[]
}

/** Tests that read the six builds, and leave them as they are. */
export const test = base.extend<object, { builds: Builds }>({
  builds: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from the pattern
    async ({}, use) => {
      const daemon = await startDaemon()
      const ids: string[] = []
      for (let day = 0; day < 6; day++)
        ids.push(
          await submitBuild(daemon.url, {
            processes: 120,
            jobs: 4,
            start: START + day * DAY,
            slowdown: day < 5 ? 1 : 2,
          }),
        )
      await use({ daemon, ids })
      await daemon.close()
    },
    { scope: 'worker' },
  ],
})

/** The slices in sight. */
export const slices = (page: Page): Promise<HookedSlice[]> =>
  page.evaluate(() => window.__buildspyTimeline?.slices() ?? [])

/** What part of the run is seen. */
export const viewOf = (page: Page): Promise<{ from: number; to: number }> =>
  page.evaluate(() => window.__buildspyTimeline!.view())
