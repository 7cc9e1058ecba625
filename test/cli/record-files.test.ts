import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test, vi } from 'vitest'
import { temporaryDirectory, testDaemon } from '../support/daemon.ts'
import { ndjson } from '../support/submissions.ts'
import { aBuild } from './support/builds.ts'
import { buildspy } from './support/buildspy.ts'

// Each test starts Node many times.
vi.setConfig({ testTimeout: 120_000 })

/** Where nothing listens: what needs a daemon fails there. */
const NOWHERE = 'http://127.0.0.1:9'

/** Two builds of one command, each in a file of its own; the second is packed and takes half as long again. */
async function twoFiles() {
  const directory = await temporaryDirectory()
  const [base, head] = [aBuild(), aBuild(500)]
  const files = [join(directory, 'base.ndjson'), join(directory, 'head.ndjson.gz')] as const
  await writeFile(files[0], ndjson(base.lines))
  await writeFile(files[1], gzipSync(ndjson(head.lines)))
  return { base, head, files, directory }
}

test('a command shows of a file without a daemon what it shows of the daemon that imported it', async () => {
  const { url, submit } = await testDaemon()
  const { base, head, files } = await twoFiles()
  await submit(...base.lines, ...head.lines)
  const [before, after] = files
  for (const [ofDaemon, ofFiles] of [
    [
      ['show', base.id],
      ['show', before],
    ],
    [
      ['show', base.id, '--json'],
      ['show', before, '--json'],
    ],
    [
      ['export', head.id],
      ['export', after],
    ],
    [
      ['export', head.id, '-f', 'csv'],
      ['export', after, '-f', 'csv'],
    ],
    [
      ['compare', base.id, head.id],
      ['compare', before, after],
    ],
    [
      ['ls', '--failed'],
      ['ls', '--failed', ...files],
    ],
  ] as const) {
    const expected = await buildspy(url, ofDaemon)
    expect(expected.stdout).not.toBe('')
    expect(await buildspy(NOWHERE, ofFiles), ofFiles.join(' ')).toEqual(expected)
  }
  const mixed = await buildspy(url, ['compare', base.id, after])
  expect(mixed.stdout).toBe((await buildspy(url, ['compare', base.id, head.id])).stdout)
})

test('a cut file is read as far as it goes, and this is said', async () => {
  const { base, directory } = await twoFiles()
  const file = join(directory, 'cut')
  const [run, ...events] = base.lines
  const running = {
    ...run,
    data: { ...run!.data, status: 'running', exit_code: undefined, duration: undefined },
  }
  await writeFile(file, ndjson([running, ...events]).slice(0, -200))
  const { exitCode, stdout, stderr } = await buildspy(NOWHERE, ['show', file])
  expect([exitCode, stderr]).toEqual([
    0,
    `buildspy: ${file} ends before its build does; the build is shown as far as it goes\n`,
  ])
  // It ends with its last event, not now.
  expect(stdout).toMatch(/lost, .*\n {2}3 processes in 1\.00 s/)
})

test('what holds no record, or several, is refused in a sentence', async () => {
  const { base, head, directory } = await twoFiles()
  const refused = async (content: string | Buffer) => {
    const file = join(directory, 'file')
    await writeFile(file, content)
    const { exitCode, stdout, stderr } = await buildspy(NOWHERE, ['show', file])
    expect([exitCode, stdout]).toEqual([expect.toBeOneOf([1, 2]), ''])
    return stderr.replace(file, 'FILE')
  }
  expect(await refused('')).toBe('buildspy: FILE contains no record\n')
  expect(await refused('all: a.o\n')).toMatch(/^buildspy: FILE is not a record: line 1: /)
  expect(await refused(gzipSync(Buffer.alloc(64 * 1024 * 1024)))).toBe(
    'buildspy: FILE is not a record: line 1 has more than 1 MiB\n',
  )
  expect(await refused(ndjson([...base.lines, ...head.lines]))).toMatch(/^buildspy: FILE holds 2 builds; /)
  expect((await buildspy(NOWHERE, ['show', 'no-such.ndjson'])).stderr).toBe(
    'buildspy: no-such.ndjson cannot be read: no such file or directory\n',
  )
})
