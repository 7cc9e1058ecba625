import { submitBuild } from '../test/support/simulated-build.ts'

/** `npx tsx bench/fill.ts URL [PROCESSES…]`: fills a running daemon with simulated builds, through its real ingest. */
const [url, ...sizes] = process.argv.slice(2)
if (!url) throw new Error('Which daemon? npx tsx bench/fill.ts http://127.0.0.1:8080 [PROCESSES…]')
for (const size of sizes.length ? sizes.map(Number) : [1000, 10_000, 100_000]) {
  const began = performance.now()
  const id = await submitBuild(url, { processes: size })
  process.stdout.write(
    `${size} processes in ${((performance.now() - began) / 1000).toFixed(1)} s: ${url}/runs/${id}\n`,
  )
}
