import { expect, test } from 'vitest'
import { record } from './support/record.ts'

const SECRET = 'hunter2-hunter2'
const COMMAND = [
  'sh',
  '-c',
  `env DB_PASSWORD=${SECRET} /bin/echo --token ${SECRET}; true`,
  'sh',
  '--password',
  SECRET,
]

test('secrets do not leave the collector, and the build gets them', async () => {
  const { stdout, stderr, lines } = await record(COMMAND)
  expect(stdout.toString()).toBe(`--token ${SECRET}\n`)
  expect(lines.join('\n')).not.toContain(SECRET)
  expect(stderr).not.toContain(SECRET)
  expect(lines.filter((line) => line.includes('[redacted]')).length).toBeGreaterThan(3)
})

test('labels tell no secret either', async () => {
  const options = ['--label', `job=https://me:${SECRET}@ci.example/1`]
  const { run, lines } = await record(['true'], { options })
  expect(run.labels).toMatchObject({ job: 'https://me:[redacted]@ci.example/1' })
  expect(lines.join('\n')).not.toContain(SECRET)
})

test('--no-redact keeps them', async () => {
  const { run, named } = await record(COMMAND, { options: ['--no-redact'] })
  expect(run.args!.at(-1)).toBe(SECRET)
  expect(named('echo')[0]!.latest.cmdline).toBe(`/bin/echo --token ${SECRET}`)
})
