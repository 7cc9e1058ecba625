import { parseArgs } from 'node:util'
import { events } from './rows/events.ts'
import { fanOut } from './rows/fan-out.ts'
import { largeReads } from './rows/large-reads.ts'
import { latency } from './rows/latency.ts'
import { longRun } from './rows/long-run.ts'
import { memory } from './rows/memory.ts'
import { ndjson } from './rows/ndjson.ts'
import { nested } from './rows/nested.ts'
import { postgresql } from './rows/postgresql.ts'
import { runsSearch } from './rows/runs-search.ts'
import { singleSubmit } from './rows/single-submit.ts'
import { start } from './rows/start.ts'
import { twoDaemons } from './rows/two-daemons.ts'
import { asJson, asMarkdown, asText, type Result } from './support/report.ts'
import { verdictOf, type Row } from './support/row.ts'

const ROWS: readonly Row[] = [
  singleSubmit,
  ndjson,
  longRun,
  postgresql,
  latency,
  fanOut,
  nested,
  events,
  largeReads,
  runsSearch,
  twoDaemons,
  start,
  memory,
]

/** `npm run bench`: what BuildSpy promises of its speed and memory, measured here and now. */
const USAGE = `Usage: npm run bench -- [options] [ROW…]
  ROW                 ${ROWS.map(({ name }) => name).join(', ')}; all of them if none is named
  --json              prints JSON
  --markdown          prints the table of docs/performance.md
  --quick             the cheap rows, in smaller sizes
  --loose FACTOR      a gate may be missed by so much: 2 lets twice as slow pass (default 1)
  --minutes N         how long the soak counts, after five that do not (default 10)
Exit code 1 if a gate is missed. Build first: npm run build.
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean' },
    markdown: { type: 'boolean' },
    quick: { type: 'boolean', default: false },
    loose: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '10' },
    help: { type: 'boolean' },
  },
})
const unknown = positionals.filter((name) => !ROWS.some((row) => row.name === name))
if (values.help || unknown.length) {
  process.stdout.write(unknown.length ? `There is no row ${unknown.join(', ')}.\n${USAGE}` : USAGE)
  process.exit(unknown.length ? 2 : 0)
}

const say = (line: string) => process.stderr.write(`  ${line}\n`)
const loose = Number(values.loose)
const results: Result[] = []
for (const row of ROWS.filter(isChosen)) {
  say(row.name)
  const readings = await measure(row)
  row.figures.forEach((figure, n) => results.push({ row: row.name, figure, reading: readings[n]! }))
  say(asText(results.slice(-row.figures.length), loose).split('\n').slice(1).join('\n  '))
}
if (values.json) console.log(asJson(results, loose))
else if (values.markdown) console.log(asMarkdown(results))
else console.log(asText(results, loose))
if (results.some(({ figure, reading }) => verdictOf(figure, reading, loose) === 'missed'))
  process.exitCode = 1

function isChosen(row: Row): boolean {
  return positionals.length ? positionals.includes(row.name) : !values.quick || row.cheap === true
}

async function measure(row: Row) {
  const undo: (() => unknown)[] = []
  try {
    return await row.measure({
      quick: values.quick,
      minutes: Number(values.minutes),
      say,
      defer: (step) => undo.push(step),
    })
  } finally {
    for (const step of undo.toReversed()) await step()
  }
}
