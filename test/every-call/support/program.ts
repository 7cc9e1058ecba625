import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import timersPromises from 'node:timers/promises'
import { DatabaseSync } from '@photostructure/sqlite'
import koffi from 'koffi'
import { Backlog } from '../../../src/collector/delivery/backlog.ts'
import { BuildSpyError } from '../../../src/errors.ts'
import { Bus } from '../../../src/live/bus.ts'
import { Ingest } from '../../../src/services/ingest.ts'
import { takeInSpool } from '../../../src/services/spool-intake.ts'
import { spoolDirectory } from '../../../src/spool/spool.ts'
import { openStore } from '../../../src/store/store.ts'
import { checkSubmission } from '../../../src/wire/parse.ts'
import type { SubmissionInput } from '../../../src/wire/schema.ts'
import { anEvent, aRun } from '../../support/submissions.ts'

/**
 * Fails each call on the disk once, in the order in which a daemon makes them: the first, the second … of its kind, until none
 * is left. After each, everything that was acknowledged must be stored, and the next start must heal. Prints a report as JSON.
 * Needs the library of test/fixtures/fail-call.c preloaded.
 */
const KINDS = ['open', 'write', 'sync', 'truncate', 'rename', 'unlink'] as const

/** `EVERY_CALL=1` fails each of the many writes; otherwise, one of so many. */
const WRITES = Number(process.env['EVERY_CALL'] ?? 12)

/** The intake waits for a second before it tries again: here it need not. */
const { setTimeout: sleep } = timersPromises
timersPromises.setTimeout = (milliseconds, ...rest) => sleep(Math.min(Number(milliseconds), 5), ...rest)
syncBuiltinESMExports()

const library = koffi.load(null)
const failCall = library.func('void fail_call(int kind, int n, const char *path)')
const failStruck = library.func('int fail_struck()')

const root = mkdtempSync(join(tmpdir(), 'buildspy-every-call-'))
const template = join(root, 'template')
await (await openStore({ data: template })).close()

const calls: Record<string, number> = {}
const problems: string[] = []

/** The life of a daemon on a data directory. @returns the ids of acknowledged events */
async function live(
  data: string,
  build: SubmissionInput & { type: 'build_run' },
  say: (text: string) => void,
) {
  const acknowledged: string[] = []
  const isNamed = (error: unknown) => {
    if (!(error instanceof BuildSpyError)) say(`no sentence: ${(error as Error).stack}`)
  }
  const spooled = [build, anEvent(build.data.id), anEvent(build.data.id)]
  const backlog = new Backlog(spoolDirectory(data))
  for (const line of spooled) backlog.add(JSON.stringify(line), true)
  const left = backlog.leave()
  if (left && left !== spooled.length) say(`${left} of ${spooled.length} lines wait`)
  const store = await openStore({ data }).catch(isNamed)
  if (!store) return { acknowledged, spooled: left ? spooled : [] }
  const ingest = new Ingest(store, new Bus(), Date.now)
  const submit = async (submission: SubmissionInput) => {
    try {
      const [refusal] = await ingest.submit([checkSubmission(submission)], 100)
      if (!refusal && submission.type === 'build_event') acknowledged.push(submission.data.id)
      return !refusal
    } catch (error) {
      isNamed(error)
      return false
    }
  }
  const signal = AbortSignal.timeout(20_000)
  await takeInSpool(ingest, spoolDirectory(data), signal, () => {}).catch(isNamed)
  // Once more: a call that failed once does not keep the daemon from the next.
  for (let attempt = 0; !(await submit(build)); attempt++)
    if (attempt === 2) say('the run is refused three times')
  for (let n = 0; n < 3; n++) await submit(anEvent(build.data.id))
  if (!(await submit(anEvent(build.data.id))) && !(await submit(anEvent(build.data.id))))
    say('the daemon does not go on')
  await store.close().catch(isNamed)
  return { acknowledged, spooled: left ? spooled : [] }
}

/** What must hold afterwards. */
async function check(
  data: string,
  runId: string,
  { acknowledged, spooled }: Awaited<ReturnType<typeof live>>,
  say: (text: string) => void,
) {
  const store = await openStore({ data })
  const ingest = new Ingest(store, new Bus(), Date.now)
  // As from the next process on: what this one could not delete or rename waits under its name.
  await takeInSpool(ingest, spoolDirectory(data), AbortSignal.timeout(20_000), () => {})
  await store.close()
  const database = new DatabaseSync(join(data, 'buildspy.db'), { returnArrays: true })
  const all = (sql: string, ...values: string[]) => database.prepare(sql).all(...values) as unknown[][]
  const rows = all('SELECT "seq", "id" FROM "Event" WHERE "runId" = ? ORDER BY "seq"', runId)
  const whole = all('PRAGMA integrity_check')
  database.close()
  if (whole[0]![0] !== 'ok') say(`the database is damaged: ${String(whole[0]![0])}`)
  if (rows.some(([seq], index) => seq !== index + 1)) say('the sequences have gaps')
  const stored = new Set(rows.map(([, id]) => id))
  for (const id of acknowledged) if (!stored.has(id)) say(`${id} was acknowledged, and is not stored`)
  return spooled.filter(({ data: { id } }) => id !== runId && !stored.has(id as string)).length
}

for (const [scenario, start, stride] of [
  ['started', template, 1],
  ['first start', undefined, 16],
] as const)
  for (const [kind, name] of KINDS.entries())
    for (let n = 1; ; n += stride * (name === 'write' ? WRITES : 1)) {
      const data = join(root, 'data')
      if (start) cpSync(start, data, { recursive: true })
      else mkdirSync(data, { mode: 0o700 })
      const say = (text: string) => problems.push(`${scenario}, ${name} ${n}: ${text}`)
      const build = aRun()
      failCall(kind, n, data)
      const done = await live(data, build, say).catch((error: Error) => void say(error.stack!))
      const hasStruck = failStruck() !== 0
      const missing =
        done && (await check(data, build.data.id, done, say).catch((error: Error) => void say(error.stack!)))
      // A spool file under the name of this process waits for the next.
      if (missing && name !== 'rename' && name !== 'open') say(`${missing} spooled lines are not stored`)
      rmSync(data, { recursive: true, force: true })
      if (!hasStruck) break
      calls[name] = (calls[name] ?? 0) + 1
    }
rmSync(root, { recursive: true, force: true })
console.log(JSON.stringify({ calls, problems }))
process.exit(0)
