import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as zlib from 'node:zlib'
import { expect, test, vi } from 'vitest'
import { temporaryDirectory, testDaemon } from '../support/daemon.ts'
import { aRun, ndjson } from '../support/submissions.ts'
import { aBuild, aWhole } from './support/builds.ts'
import { buildspy } from './support/buildspy.ts'

// Each test starts Node many times.
vi.setConfig({ testTimeout: 120_000 })

test('a packed record is known by its first bytes, from a file and from stdin', async () => {
  const { url } = await testDaemon()
  const directory = await temporaryDirectory()
  const { id, lines } = aBuild()
  const packed = zlib.gzipSync(ndjson(lines))
  const file = join(directory, 'a name that does not tell')
  await writeFile(file, packed)
  const link = `  ${url}/runs/${id}\n`
  expect(await buildspy(url, ['import', file])).toMatchObject({
    exitCode: 0,
    stdout: `1 build: 3 of 3 processes new, 6 of 6 events\n${link}`,
  })
  expect(await buildspy(url, ['import', '-'], packed)).toMatchObject({
    exitCode: 0,
    stdout: `1 build: 0 of 3 processes new, 0 of 6 events\n${link}`,
  })
  const more = Buffer.concat([packed, zlib.gzipSync(ndjson(aWhole(id, 9, 'ld', [800, 900], 0)))])
  expect((await buildspy(url, ['import', '-'], more)).stdout).toBe(
    `1 build: 1 of 4 processes new, 2 of 8 events\n${link}`,
  )
  const cut = await buildspy(url, ['import', '-'], packed.subarray(0, packed.length - 30))
  expect(cut).toMatchObject({
    exitCode: 1,
    stderr: 'buildspy: stdin cannot be unpacked completely: it ends too early\n',
  })
  const broken = Buffer.from(packed)
  broken.fill(0, 20, 60)
  expect(await buildspy(url, ['import', '-'], broken)).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/^buildspy: stdin cannot be unpacked completely: .+\n$/),
  })
})

test('zstd is unpacked where Node can, and else the way to do it is told', async () => {
  const { url } = await testDaemon()
  const { zstdCompressSync } = zlib as { zstdCompressSync?: (text: string) => Buffer }
  const text = ndjson(aBuild().lines)
  const packed = zstdCompressSync?.(text) ?? Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0])
  const { exitCode, stdout, stderr } = await buildspy(url, ['import', '-'], packed)
  if (zstdCompressSync) expect(stdout).toContain('3 of 3 processes new')
  else
    expect([exitCode, stderr]).toEqual([
      1,
      'buildspy: stdin is packed with zstd, which this Node.js cannot unpack: zstd -dc | buildspy import -\n',
    ])
})

test('lines keep their numbers, and what is no record is given up early', async () => {
  const { url } = await testDaemon()
  const [first, ...rest] = aBuild().lines
  const text = `\n${JSON.stringify(first)}\r\n\n${ndjson(rest)}\n{"type":"?"}`
  const { exitCode, stdout, stderr } = await buildspy(url, ['import', '-'], text)
  expect([exitCode, stdout.split(':')[0]]).toEqual([1, '1 build'])
  expect(stderr).toMatch(/^buildspy: 1 line was refused, the first of them line 11: /)
  const numbers = Array.from({ length: 50_000 }, (_, n) => `${n}\n`).join('')
  expect((await buildspy(url, ['import', '-'], numbers)).stderr).toMatch(
    /^buildspy: 2,000 lines were refused, the first of them line 1: .*; the rest was not read\n$/,
  )
  const bomb = zlib.gzipSync(Buffer.alloc(64 * 1024 * 1024))
  expect(await buildspy(url, ['import', '-'], bomb)).toMatchObject({
    exitCode: 1,
    stderr: 'buildspy: stdin is not a record: line 1 has more than 1 MiB\n',
  })
})

test('several builds: which of them were known', async () => {
  const { url } = await testDaemon()
  const [known, fresh] = [aBuild(), aBuild()]
  await buildspy(url, ['import', '-'], ndjson(known.lines))
  const text = ndjson([...known.lines, ...fresh.lines])
  const file = join(await temporaryDirectory(), 'builds.ndjson')
  await writeFile(file, text)
  expect((await buildspy(url, ['import', file])).stdout).toBe(
    `2 builds: 3 of 6 processes new, 6 of 12 events\n  ${url}/runs/${known.id}  known already\n  ${url}/runs/${fresh.id}\n`,
  )
  const { stdout } = await buildspy(url, ['import', file, '--json'])
  expect(JSON.parse(stdout)).toEqual({
    accepted: 14,
    rejected: [],
    runs: [known, fresh].map(({ id }) => ({
      id,
      url: `${url}/runs/${id}`,
      processes: 3,
      newProcesses: 0,
      events: 6,
      newEvents: 0,
    })),
  })
})

test('an export that fails leaves the file that was there', async () => {
  const { url, submit } = await testDaemon()
  const file = join(await temporaryDirectory(), 'build.ndjson')
  await writeFile(file, 'precious')
  await submit(aRun())
  expect((await buildspy(url, ['export', 'last~1', '-o', file])).exitCode).toBe(3)
  expect(await readFile(file, 'utf8')).toBe('precious')
  expect(await buildspy(url, ['export', '-o', '-'])).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^\{"type":"build_run"/),
  })
})
