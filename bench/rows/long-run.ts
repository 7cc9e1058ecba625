import { growLongRun } from '../support/million.ts'
import type { Row } from '../support/row.ts'

/** Events a second in the last tenth of a run of a million events, by those in its first: storing does not slow down. */
export const longRun: Row = {
  name: 'long-run',
  figures: [
    {
      name: 'rate in a run of 1,000,000 events, last tenth ÷ first tenth',
      unit: '×',
      better: 'more',
      gate: 0.9,
      goal: 1,
    },
  ],
  async measure(bench) {
    const { rates, events } = await growLongRun(bench)
    return [
      {
        value: rates.at(-1)! / rates[0]!,
        detail: `${Math.round(rates[0]!)}/s to ${Math.round(rates.at(-1)!)}/s over ${events} events`,
      },
    ]
  },
}
