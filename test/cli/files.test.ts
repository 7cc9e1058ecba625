import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { ACCESS } from '../../src/domain/analysis/recorded.ts'
import { temporaryDirectory, testDaemon } from '../support/daemon.ts'
import { accessesOf, aFiles } from '../support/files.ts'
import { ndjson } from '../support/submissions.ts'
import { aBuild, START } from './support/builds.ts'
import { buildspy } from './support/buildspy.ts'

// Each test starts Node many times.
vi.setConfig({ testTimeout: 120_000 })

const { READ, WRITTEN, CREATED, LISTED } = ACCESS
const DEEP = `/src/${'a-long-directory/'.repeat(5)}generated.h`
const NAMES = ['/src/a.c', '/src/a.o', DEEP, '/src', '/src/\\x1b[2Jb.map']

/** A record of a build with the files that it used, as a collector writes it. */
function aRecord() {
  const { id, lines } = aBuild()
  const used = (pid: number, ms: number, failed: number, uses: Readonly<Record<number, number>>) => ({
    pid,
    start_time: new Date(Date.parse(START) + ms).toISOString(),
    failed,
    accesses: accessesOf(uses),
  })
  const parts = [
    aFiles(id, {
      names: NAMES.slice(0, 3),
      processes: [used(2, 100, 40, { 0: READ, 1: WRITTEN | CREATED, 2: READ })],
    }),
    aFiles(id, {
      part: 1,
      first: 3,
      names: NAMES.slice(3),
      processes: [used(3, 500, 0, { 1: READ, 2: READ, 4: WRITTEN }), used(1, 0, 0, { 3: LISTED })],
    }),
  ]
  return { id, text: ndjson([...lines, ...parts]), parts: ndjson(parts) }
}

test('files: who wrote and read what, as a table of 80 columns and as JSON', async () => {
  const { url } = await testDaemon()
  const file = join(await temporaryDirectory(), 'build.ndjson')
  const { id, text, parts } = aRecord()
  await writeFile(file, text)
  expect(await buildspy(url, ['import', file])).toMatchObject({ exitCode: 0, stderr: '' })

  const env = { COLUMNS: '80' }
  const { stdout } = await buildspy(url, ['files'], undefined, { env })
  const rows = stdout.trimEnd().split('\n')
  expect(Math.max(...rows.map(({ length }) => length))).toBeLessThanOrEqual(80)
  expect(rows.map((row) => row.split(/ {2,}/))).toEqual([
    ['WRITTEN BY', 'READ BY', 'FILE'],
    ['', 'make (1)', '/src'],
    ['cc1 (3)', '/src/\\x1b[2Jb.map'],
    ['', 'cc1 (2) +1', '…/a-long-directory/a-long-directory/generated.h'],
    ['', 'cc1 (2)', '/src/a.c'],
    ['cc1 (2)', 'cc1 (3)', '/src/a.o'],
  ])
  const json = async (...args: string[]) => {
    const { stdout } = await buildspy(url, ['files', id, '--json', ...args])
    return stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line))
  }
  const bMap = { path: '/src/\\x1b[2Jb.map', readBy: [], writtenBy: [3] }
  expect(await json()).toEqual([
    { path: '/src', readBy: [1], writtenBy: [] },
    bMap,
    { path: DEEP, readBy: [2, 3], writtenBy: [] },
    { path: '/src/a.c', readBy: [2], writtenBy: [] },
    { path: '/src/a.o', readBy: [3], writtenBy: [2] },
  ])
  expect((await json('--path', 'src/*', '-n', '2')).map(({ path }) => path)).toEqual([
    '/src/\\x1b[2Jb.map',
    '/src/a.c',
  ])
  expect(await json('--unused')).toEqual([bMap])

  const { stdout: record } = await buildspy(url, ['export', id])
  expect(record.endsWith(parts)).toBe(true)
  expect(await readFile(file, 'utf8')).toContain(parts)
})

test('files of one process, of a build without files, and what is wrong', async () => {
  const { url, submit } = await testDaemon()
  const { id, text } = aRecord()
  await buildspy(url, ['import', '-'], text)
  const { stdout } = await buildspy(url, ['files', '--process', '2'])
  expect(stdout).toMatch(/^ACCESS +WRITTEN BY +READ BY +FILE\n/)
  expect(stdout).toMatch(/\nwritten, created +cc1 \(2\) +cc1 \(3\) +\/src\/a\.o\n/)
  expect((await buildspy(url, ['files', '--process', '77'])).stdout).toBe(
    'No process with the pid 77 used a file.\n',
  )
  expect((await buildspy(url, ['files', '--path', '*.rs'])).stdout).toBe('No file matches.\n')
  expect(await buildspy(url, ['files', id, '-n', '2'])).toMatchObject({
    exitCode: 0,
    stderr: 'The first 2 of 5 files; -n shows more.\n',
  })
  expect(await buildspy(url, ['files', '--process', 'x'])).toMatchObject({ exitCode: 2 })

  await submit(...aBuild(0, { start_time: '2026-02-02T03:04:05Z' }).lines)
  for (const args of [[], ['--json']])
    expect(await buildspy(url, ['files', ...args])).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr:
        'buildspy: the files of this build were not recorded. Record them with: buildspy run --files -- make\n',
    })
})
