import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory, testDaemon } from '../support/daemon.ts'
import { aRun, ndjson } from '../support/submissions.ts'
import { BUILDSPY, execute } from '../tracers/support/record.ts'
import { aBuild } from './support/builds.ts'
import { buildspy } from './support/buildspy.ts'

test('ls and show: a table, tools, the slowest, a tree; the same as JSON', async () => {
  const { url, submit } = await testDaemon()
  const { id, lines } = aBuild()
  expect(await buildspy(url, ['ls'])).toMatchObject({ exitCode: 0, stdout: 'No build is recorded.\n' })
  await submit(...lines)
  const { stdout: list } = await buildspy(url, ['ls'])
  expect(list).toMatch(/^ID +STARTED +STATUS +DURATION +CPU +PROCESSES +COMMAND\n/)
  expect(list).toContain(`${id.slice(0, 8)}  `)
  expect(list).toContain('failed (2)')
  expect(JSON.parse((await buildspy(url, ['ls', '--json'])).stdout)).toMatchObject([{ id, duration: 1000 }])
  expect((await buildspy(url, ['ls', '--search', 'nothing-like-it'])).stdout).toBe('No build matches.\n')

  const { stdout: page } = await buildspy(url, ['show', id.slice(0, 8)])
  expect(page).toContain('make -j2 all\n')
  expect(page).toContain('branch: main')
  expect(page).toMatch(/500 ms +50% +4\.0 ms +2 {2}cc1\n/)
  const { stdout: tree } = await buildspy(url, ['show', 'last', '--tree'])
  expect(tree).toMatch(/1\.00 s {2}make file\.c \[exit 2\]\n +500 ms {4}cc1 × 2/)
  const { stdout: slow } = await buildspy(url, ['show', 'last', '--slowest', '1'])
  expect(slow).toMatch(/make file\.c\n$/)
  const report = JSON.parse((await buildspy(url, ['show', 'last', '--json'])).stdout)
  expect(report.run.id).toBe(id)
  expect(report.processes.map(({ ownTime }: { ownTime: number }) => ownTime)).toEqual([500, 300, 200])
})

test('compare: what changed, by figure and by tool', async () => {
  const { url, submit } = await testDaemon()
  const [before, after] = [aBuild(), aBuild(500)]
  await submit(...before.lines, ...after.lines)
  const { stdout } = await buildspy(url, ['compare', before.id, after.id])
  expect(stdout).toMatch(
    /^500 ms slower: 1\.50 s instead of 1\.00 s \(\+50\.0%\)\.\n- `cc1 file\.c` takes 500 ms longer\.\n/,
  )
  expect(stdout).toMatch(/wall time +1\.00 s +1\.50 s +\+50\.0%/)
  expect(stdout).toMatch(/500 ms +1\.00 s +\+500 ms +2 → 2 {2}cc1\n/)
  expect(stdout).toMatch(/Largest changes\n.*\n.* cc1 file\.c\n/)
  const { byTool } = JSON.parse((await buildspy(url, ['compare', before.id, after.id, '--json'])).stdout)
  expect(byTool[0]).toMatchObject({ tool: 'cc1', delta: 500 })
})

test('export and import: the whole record, and nothing twice', async () => {
  const [from, to] = [await testDaemon(), await testDaemon()]
  const { id, lines } = aBuild()
  await from.submit(...lines)
  const file = join(await temporaryDirectory(), 'build.ndjson')
  expect(await buildspy(from.url, ['export', 'last', '-o', file])).toMatchObject({ exitCode: 0, stdout: '' })
  const { stdout } = await buildspy(to.url, ['import', file])
  expect(stdout).toBe(`1 build: 3 of 3 processes new, 6 of 6 events\n  ${to.url}/runs/${id}\n`)
  const again = await buildspy(to.url, ['import', '-'], await readFile(file, 'utf8'))
  expect(again).toMatchObject({
    exitCode: 0,
    stdout: `1 build: 0 of 3 processes new, 0 of 6 events\n  ${to.url}/runs/${id}\n`,
  })
  const query = `{ run(id: "${id}") { line events(first: 50, order: seq) { nodes { seq line process { exitCode cpuTime } } } } }`
  expect(await to.graph(query)).toEqual(await from.graph(query))

  const trace = JSON.parse((await buildspy(to.url, ['export', 'last', '-f', 'chrome'])).stdout)
  expect(
    trace.traceEvents.map(({ name, ph, tid, dur }: Record<string, unknown>) => [name, ph, tid, dur]),
  ).toEqual([
    ['process_name', 'M', undefined, undefined],
    ['make file.c', 'X', 1, 1_000_000],
    ['cc1 file.c', 'X', 1, 300_000],
    ['cc1 file.c', 'X', 1, 200_000],
  ])
  const { stdout: rows } = await buildspy(to.url, ['export', 'last', '-f', 'csv'])
  expect(rows.split('\n')).toHaveLength(5)
  expect(rows).toMatch(/\n3,1,cc1,cc1 file\.c,.*,500,200,200,2,4096,1,\r\n/)
})

test('an import with bad lines stores the good ones, and names the first bad one', async () => {
  const { url } = await testDaemon()
  const file = join(await temporaryDirectory(), 'build.ndjson')
  await writeFile(file, `${ndjson(aBuild().lines)}{"type":"build_event"}\n{"cut":`)
  const { exitCode, stdout, stderr } = await buildspy(url, ['import', file])
  expect(exitCode).toBe(1)
  expect(stdout).toContain('3 of 3 processes new')
  expect(stderr).toMatch(/^buildspy: 2 lines were refused, the first of them line 8: .+\n$/)
})

test('rm: by prefix; a live build is left alone', async () => {
  const { url, submit } = await testDaemon()
  const { id, lines } = aBuild()
  const live = aRun({ start_time: new Date().toISOString() })
  await submit(...lines, live)
  expect(await buildspy(url, ['rm', id.slice(0, 18)])).toMatchObject({
    exitCode: 0,
    stdout: '1 build deleted\n',
  })
  const refused = await buildspy(url, ['rm', 'last'])
  expect(refused).toMatchObject({ exitCode: 1, stdout: '' })
  expect(refused.stderr).toContain(live.data.id)
})

test('open prints the address, and that of the newest run', async () => {
  const { url, submit } = await testDaemon()
  const { id, lines } = aBuild()
  await submit(...lines)
  expect((await buildspy(url, ['open', '--print'])).stdout).toBe(`${url}/\n`)
  expect((await buildspy(url, ['open', 'last', '--print'])).stdout).toBe(`${url}/runs/${id}\n`)
})

test('failures are one sentence with an exit code of their own', async () => {
  const { url } = await testDaemon(undefined, { tokens: ['read:a-secret-token'] })
  expect(await buildspy('http://127.0.0.1:9', ['ls'])).toMatchObject({
    exitCode: 4,
    stdout: '',
    stderr: expect.stringMatching(
      /^buildspy: no daemon responds at http:\/\/127\.0\.0\.1:9 \(.+\)\. Start one with: buildspy daemon\n$/,
    ),
  })
  expect(await buildspy(url, ['ls'])).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/token/) })
  const token = ['--token', 'a-secret-token']
  expect(await buildspy(url, ['ls', ...token])).toMatchObject({ exitCode: 0 })
  expect(await buildspy(url, ['show', 'abc', ...token])).toMatchObject({
    exitCode: 3,
    stderr: "buildspy: there is no run 'abc'. See: buildspy ls\n",
  })
  expect(await buildspy(url, ['show', 'x y', ...token])).toMatchObject({ exitCode: 2 })
  expect(await buildspy(url, ['export', '-f', 'xml', ...token])).toMatchObject({ exitCode: 2 })
  expect(await buildspy(url, ['import', '/no/such/file', ...token])).toMatchObject({ exitCode: 1 })
})

test('daemon is buildspyd', async () => {
  const { stdout } = await buildspy('', ['daemon', '--help'])
  expect(stdout).toContain('Usage: buildspyd')
  expect(await buildspy('', ['daemon', '--port', 'x'])).toMatchObject({ exitCode: 2 })
})

test('completions name every command and option', async () => {
  const { stdout: help } = await buildspy('', ['--help'])
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { stdout } = await buildspy('', ['completion', shell])
    for (const name of [
      'run',
      'ls',
      'show',
      'files',
      'tail',
      'compare',
      'predict',
      'export',
      'import',
      'rm',
      'pin',
      'unpin',
      'open',
      'daemon',
    ]) {
      expect(help).toMatch(new RegExp(`^ {2}${name} `, 'm'))
      expect(stdout).toContain(name)
    }
    expect(stdout).toContain('tracer')
  }
})

test.each(['run --help', 'completion bash'])('%s: nobody reading it is no failure', async (args) => {
  const script = `'${process.execPath}' '${BUILDSPY}' ${args} | true; exit \${PIPESTATUS[0]}`
  expect(await (await execute('bash', ['-c', script])).done).toMatchObject({ exitCode: 0, stderr: '' })
})
