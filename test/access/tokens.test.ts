import { createHash } from 'node:crypto'
import { chmod, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { expect, test } from 'vitest'
import { temporaryDirectory, testDaemon } from '../support/daemon.ts'
import { spawnDaemon } from '../support/spawned.ts'
import { aRun } from '../support/submissions.ts'

const SECRET = 'a-secret-that-nobody-guesses'
const digest = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

/** A daemon with a token file of these lines. */
async function withFile(lines: readonly unknown[], mode = 0o600) {
  const tokenFile = join(await temporaryDirectory(), 'tokens')
  await writeFile(
    tokenFile,
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  )
  await chmod(tokenFile, mode)
  return testDaemon(undefined, { tokenFile, logLevel: 'silent' })
}

test('a file holds tokens with names, scopes and an expiry, or their digests', async () => {
  const { url } = await withFile([
    '# of this machine',
    '',
    `ingest:${SECRET}-1`,
    `read:${digest('read-secret')}`,
    {
      name: 'ci of main',
      scopes: ['ingest', 'read'],
      expires: '2999-01-01T00:00:00+02:00',
      token: `${SECRET}-2`,
    },
    { name: 'boss', scopes: ['admin'], token: digest('boss-secret') },
    { name: 'old', scopes: ['read'], expires: '2020-01-01T00:00:00Z', token: `${SECRET}-3` },
  ])
  const status = async (path: string, token: string, method = 'GET') =>
    (await fetch(url + path, { method, headers: bearer(token) })).status
  expect(await status('/api/runs', `${SECRET}-1`)).toBe(403)
  expect(await status('/api/runs', 'read-secret')).toBe(200)
  expect(await status('/api/runs', digest('read-secret'))).toBe(401)
  expect(await status('/api/runs', `${SECRET}-2`)).toBe(200)
  expect(await status('/api/runs?run_id=x', `${SECRET}-2`, 'DELETE')).toBe(403)
  expect(await status('/api/runs?run_id=x', 'boss-secret', 'DELETE')).toBe(206)
  const old = await fetch(`${url}/api/runs`, { headers: bearer(`${SECRET}-3`) })
  expect([old.status, await old.json()]).toEqual([401, { error: 'This token has expired' }])
})

test.each([
  [['short'], 0o600, /Line 1 of the token file .*: a token must have at least 16 characters/],
  [['# x', 'read:fifteen-charact'], 0o600, /Line 2 .* at least 16 characters/],
  [[{ name: 'a', scopes: ['read'], token: 'short' }], 0o600, /at least 16 characters/],
  [[{ name: 'a', scopes: ['write'], token: SECRET }], 0o600, /scopes\.0: /],
  [
    [{ name: 'a', scopes: ['read'], expires: 'tomorrow', token: SECRET }],
    0o600,
    /expires: must be like 2027/,
  ],
  [[{ name: 'a', scopes: ['read'], expirse: '2027-01-01T00:00:00Z', token: SECRET }], 0o600, /expirse/],
  [['{"name"'], 0o600, /not JSON/],
  [['sha256:12'], 0o600, /64 hexadecimal digits/],
  [['two words of a token'], 0o600, /spaces/],
  [[SECRET], 0o640, /Other users can use the token file .*0640.*chmod 600/],
  [[SECRET], 0o604, /Other users .*chmod 600/],
  [['', '# nothing'], 0o600, /is empty/],
])('%j with mode %o is refused', async (lines, mode, message) => {
  await expect(withFile(lines, mode)).rejects.toThrow(message)
  await expect(withFile(lines, mode)).rejects.not.toThrow(SECRET)
})

test('a file that is not there is made, for this user alone', async () => {
  const tokenFile = join(await temporaryDirectory(), 'tokens')
  const { url } = await testDaemon(undefined, { tokenFile })
  expect((await stat(tokenFile)).mode & 0o777).toBe(0o600)
  const token = (await readFile(tokenFile, 'utf8')).trim()
  expect((await fetch(`${url}/api/runs`, { headers: bearer(token) })).status).toBe(200)
})

test('wrong tokens are slowed down; a right one from the same address never waits', async () => {
  const { url } = await testDaemon(undefined, { tokens: [`read:${SECRET}`], logLevel: 'silent' })
  const ask = (token: string) => fetch(`${url}/api/runs`, { headers: bearer(token) })
  const answers = await Promise.all(Array.from({ length: 60 }, (_, guess) => ask(`a-wrong-guess-${guess}`)))
  const statuses = answers.map(({ status }) => status)
  const told = statuses.filter((status) => status === 401).length
  expect(told).toBeGreaterThanOrEqual(10)
  expect(told).toBeLessThan(20)
  expect(statuses.filter((status) => status === 429)).toHaveLength(60 - told)
  const waits = answers
    .filter(({ status }) => status === 429)
    .map(({ headers }) => Number(headers.get('retry-after')))
  expect(Math.min(...waits)).toBeGreaterThan(0)
  expect((await ask(SECRET)).status).toBe(200)
  expect((await fetch(`${url}/api/runs`)).status).toBe(401)
})

test('a socket ends with its token', async () => {
  // Long enough for a slow machine to start a daemon and open a socket.
  const expires = new Date(Date.now() + 5000).toISOString()
  const { url } = await withFile([{ name: 'brief', scopes: ['read'], expires, token: SECRET }])
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/live`, { headers: bearer(SECRET) })
  expect((await once(socket, 'close'))[0]).toBe(1008)
  expect((await fetch(`${url}/api/runs`, { headers: bearer(SECRET) })).status).toBe(401)
})

test('the audit log says who did what, from where, and holds no secret', async () => {
  const tokenFile = join(await temporaryDirectory(), 'tokens')
  const entries = [
    { name: 'boss', scopes: ['admin'], token: SECRET },
    { name: 'eyes', scopes: ['read'], token: digest('reading-secret-1') },
    { name: 'old', scopes: ['read'], expires: '2020-01-01T00:00:00Z', token: digest('an-old-secret-12') },
  ]
  await writeFile(tokenFile, entries.map((entry) => JSON.stringify(entry)).join('\n'), { mode: 0o600 })
  const daemon = await spawnDaemon('--data', await temporaryDirectory(), '--token-file', tokenFile)
  const [kept, gone] = [aRun({ status: 'completed' }), aRun({ status: 'completed' })]
  const send = (method: string, path: string, token: string, body?: unknown) =>
    fetch(daemon.url + path, {
      method,
      headers: { ...bearer(token), 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.7' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  for (const run of [kept, gone]) await send('POST', '/api/live/submit', SECRET, run)
  await send('DELETE', `/api/runs/${gone.data.id}`, SECRET)
  await send('POST', '/graphql', SECRET, { query: `mutation { pinRun(id: "${kept.data.id}") { id } }` })
  await send('DELETE', `/api/runs/${kept.data.id}`, 'reading-secret-1')
  await send('POST', '/graphql', 'reading-secret-1', {
    query: `mutation { deleteRuns(ids: ["${kept.data.id}"]) { deleted } }`,
  })
  await send('GET', '/api/runs', 'an-old-secret-12')
  await send('GET', '/api/runs?token=not-known-to-anybody', '')
  const lines = () =>
    daemon
      .log()
      .split('\n')
      .filter((line) => line.includes('"audit":true'))
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .map(({ action, token, from, forwarded, runs, outcome }) => ({
        action,
        token,
        from,
        forwarded,
        runs,
        outcome,
      }))
  await expect.poll(() => lines().length).toBe(6)
  const at = { from: '127.0.0.1', forwarded: '203.0.113.7' }
  const scope = 'This needs a token with the scope admin'
  expect(lines()).toEqual([
    { action: 'delete', token: 'boss', ...at, runs: [gone.data.id], outcome: 'deleted 1 of 1' },
    { action: 'pin', token: 'boss', ...at, runs: [kept.data.id], outcome: 'done' },
    { action: 'refuse', token: 'eyes', ...at, runs: [], outcome: `${scope}: DELETE /api/runs/{id}` },
    { action: 'delete', token: 'eyes', ...at, runs: [kept.data.id], outcome: scope },
    { action: 'refuse', token: 'old', ...at, runs: [], outcome: 'This token has expired' },
    { action: 'refuse', token: null, ...at, runs: [], outcome: 'This token is unknown' },
  ])
  for (const secret of [SECRET, 'reading-secret-1', 'an-old-secret-12', 'not-known-to-anybody'])
    expect(daemon.log()).not.toContain(secret)
})
