import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { Backlog } from './backlog.ts'

function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'buildspy-backlog-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

function withLines(directory: string, ...lines: string[]): Backlog {
  const backlog = new Backlog(directory)
  for (const line of lines) backlog.add(line, true)
  return backlog
}

const drain = (backlog: Backlog): string[] => {
  const lines: string[] = []
  for (let next = backlog.next(); next.length > 0; next = backlog.next()) {
    lines.push(...next)
    backlog.done(next.length)
  }
  return lines
}

test('the directory around the spool keeps its mode', () => {
  const around = scratch()
  chmodSync(around, 0o755)
  const backlog = withLines(join(around, 'elsewhere'), 'run')
  backlog.leave()
  expect(statSync(around).mode & 0o777).toBe(0o755)
  expect(statSync(join(around, 'elsewhere')).mode & 0o777).toBe(0o700)
})

test('lines spilled and lines that follow come back in order, and the file goes', () => {
  const directory = join(scratch(), 'spool')
  const backlog = withLines(directory, 'run', 'a', 'b')
  expect(backlog.next()).toEqual(['run', 'a', 'b'])
  expect(backlog.spill()).toBeUndefined()
  backlog.add('c', true)
  expect(backlog.length).toBe(4)
  expect(drain(backlog)).toEqual(['run', 'a', 'b', 'c'])
  expect(readdirSync(directory)).toEqual([])
  expect(backlog.isSpooling).toBe(false)
})

test('a file begun later begins with the run', () => {
  const directory = scratch()
  const backlog = withLines(directory, 'run', 'a')
  drain(backlog)
  backlog.add('b', true)
  expect(backlog.leave()).toBe(2)
  const [name] = readdirSync(directory)
  expect(name).toMatch(/\.ndjson$/)
  expect(readFileSync(join(directory, name!), 'utf8')).toBe('run\nb\n')
})

test('without a place for the file, lines stay in memory, and go there once there is one', () => {
  const place = join(scratch(), 'file')
  writeFileSync(place, '')
  const backlog = withLines(place, 'run', 'a')
  expect(backlog.spill()).toMatch(/EEXIST|ENOTDIR/)
  backlog.add('b', true)
  expect(backlog.length).toBe(3)
  rmSync(place)
  expect(backlog.spill()).toBeUndefined()
  expect(drain(backlog)).toEqual(['run', 'a', 'b'])
})
