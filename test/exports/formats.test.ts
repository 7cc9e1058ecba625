import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FORMAT_NAMES } from '../../src/cli/export/formats.ts'
import { buildspy } from '../cli/support/buildspy.ts'
import { testDaemon } from '../support/daemon.ts'
import { decodeRequest } from '../support/otlp-collector.ts'
import { decodeStrictly, loadProtos } from '../support/protos.ts'
import { BUILDSPY } from '../tracers/support/record.ts'

/** Two programs that hand a file on. */
const MAKEFILE = `all: out
in:
\tcp /etc/passwd in
out: in
\tsort in -o out
`

const directory = mkdtempSync(join(tmpdir(), 'buildspy-exports-'))
const record = join(directory, 'build.ndjson')
/** No daemon is there: a record file needs none. */
const NOWHERE = 'http://127.0.0.1:9'

beforeAll(() => {
  writeFileSync(join(directory, 'Makefile'), MAKEFILE)
  execFileSync(process.execPath, [BUILDSPY, 'run', '-q', '--files', '-o', record, '--', 'make'], {
    cwd: directory,
    stdio: 'ignore',
  })
})
afterAll(() => rmSync(directory, { recursive: true }))

test('every format is the same of a record file and of a run of a daemon', { timeout: 240_000 }, async () => {
  const { url } = await testDaemon()
  expect(await buildspy(url, ['import', record])).toMatchObject({ exitCode: 0 })
  for (const format of FORMAT_NAMES) {
    const made = ['file', 'id'].map((kind) => join(directory, `${kind}.${format}`))
    for (const [place, source] of [record, 'last'].entries())
      expect(await buildspy(url, ['export', source, '-f', format, '-o', made[place]!])).toMatchObject({
        exitCode: 0,
        stderr: '',
      })
    const [ofFile, ofId] = made.map((file) => readFileSync(file))
    expect([format, ofFile!.equals(ofId!)]).toEqual([format, true])
  }
})

test('a trace for Perfetto has the processes of a real build, and which read what', async () => {
  const file = join(directory, 'trace')
  await buildspy(NOWHERE, ['export', record, '-f', 'perfetto', '-o', file])
  const Trace = loadProtos('protos/perfetto/trace/trace.proto').lookupType('perfetto.protos.Trace')
  const trace = Trace.toObject(decodeStrictly(Trace, readFileSync(file)), { enums: String, longs: Number })
  interface Event {
    readonly name?: string
    readonly flowIds?: readonly object[]
    readonly debugAnnotations?: readonly { readonly name: string; readonly stringValue?: string }[]
  }
  const events: Event[] = trace['packet'].map(({ trackEvent }: { trackEvent?: Event }) => trackEvent ?? {})
  const sort = events.find(({ name }) => name?.startsWith('sort '))
  const read = sort?.debugAnnotations?.find(({ name }) => name.startsWith('read of cp '))
  expect(read?.stringValue).toContain(join(directory, 'in'))
  expect(sort?.flowIds?.length).toBeGreaterThan(0)
})

test('a trace of OpenTelemetry has a span for each process of a real build', async () => {
  const { stdout } = await buildspy(NOWHERE, ['export', record, '-f', 'otlp'])
  const { spans } = decodeRequest('/v1/traces', stdout).resourceSpans[0].scopeSpans[0]
  const names = spans.map(({ name }: { name: string }) => name)
  expect(names).toEqual(expect.arrayContaining(['BUILD make', 'make', 'sort out', 'cp /etc/passwd in']))
})
