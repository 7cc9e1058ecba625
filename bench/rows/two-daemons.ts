import type { Load } from '../programs/load.ts'
import { startDaemons, startDatabase } from '../support/cluster.ts'
import { median, pairedRatio } from '../support/measure.mjs'
import { start } from '../support/remote.ts'
import type { Row } from '../support/row.ts'

/**
 * Durable events a second that two daemons take on one PostgreSQL and one Redis, by what one of them takes: four
 * builds at once, two of them at each daemon, or all at one. On few processors the database and the load share them with
 * the daemons, so that this shows little more than that they do not hinder each other.
 */
export const twoDaemons: Row = {
  name: 'two-daemons',
  figures: [
    {
      name: 'two daemons ÷ one on PostgreSQL (as far as 2 cores can show)',
      unit: '×',
      better: 'more',
      goal: 1.5,
    },
  ],
  async measure(bench) {
    const { url } = await startDatabase(bench)
    const daemons = await startDaemons(bench, url, 2)
    const loads = [await start<Load>(bench, 'load'), await start<Load>(bench, 'load')]
    const processes = bench.quick ? 500 : 2500
    const rateOf = async (urls: readonly string[]) => {
      const sent = await Promise.all(
        loads.map((load, n) => load.lines({ url: urls[n % urls.length]!, builds: 2, processes })),
      )
      return (
        sent.reduce((sum, { events }) => sum + events, 0) / Math.max(...sent.map(({ seconds }) => seconds))
      )
    }
    const urls = daemons.map((daemon) => daemon.url)
    const rates = { one: [] as number[], two: [] as number[] }
    await rateOf(urls)
    for (let round = 0; round < (bench.quick ? 2 : 5); round++) {
      rates.one.push(await rateOf([urls[round % 2]!]))
      rates.two.push(await rateOf(urls))
    }
    return [
      {
        value: pairedRatio(rates.two, rates.one),
        detail: `${Math.round(median(rates.two))}/s and ${Math.round(median(rates.one))}/s`,
      },
    ]
  },
}
