import { expect, test } from 'vitest'
import { testDaemon } from '../support/daemon.ts'
import { exchangeRaw } from '../support/raw.ts'

const TOKEN = 'read-with-this-token'
const daemonWith = () => testDaemon(undefined, { tokens: [`read:${TOKEN}`], logLevel: 'silent' })
const HTML = { accept: 'text/html,application/xhtml+xml' }

const visit = (url: string, headers: Record<string, string> = {}) =>
  fetch(url, { headers: { ...HTML, ...headers }, redirect: 'manual' })

test('a login by the URL keeps the other parameters, and the cookie holds no token', async () => {
  const { url } = await daemonWith()
  const answer = await visit(`${url}/compare?b=%2Fx&token=${TOKEN}&a=1+2&q`)
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/compare?b=%2Fx&a=1+2&q'])
  const cookie = answer.headers.get('set-cookie')!
  expect(cookie).toMatch(/^buildspy_session=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/)
  expect(cookie).not.toContain(TOKEN)
  const session = { cookie: `other=1; ${cookie.split(';')[0]!}` }
  expect((await visit(`${url}/api/runs`, session)).status).toBe(200)
  expect((await visit(`${url}/`, session)).status).toBe(200)
  expect((await fetch(`${url}/api/runs?run_id=x`, { method: 'DELETE', headers: session })).status).toBe(403)
  expect((await visit(`${url}/api/runs`, { cookie: `buildspy_session=${TOKEN}` })).status).toBe(401)
  expect((await visit(`${url}/api/runs`, { cookie: `buildspy_token=${TOKEN}` })).status).toBe(401)
})

test('over TLS the cookie goes over TLS alone', async () => {
  const { url } = await daemonWith()
  const { headers } = await visit(`${url}/?token=${TOKEN}`, { 'x-forwarded-proto': 'https' })
  expect(headers.get('set-cookie')).toMatch(/; Secure$/)
})

test('a login leads to the daemon itself, whatever the path', async () => {
  const { url } = await daemonWith()
  for (const path of [
    '//evil.example/',
    '/\\evil.example/',
    '///evil.example',
    '/%2fevil.example',
    '/%5cevil.example',
  ]) {
    const [answer] = await exchangeRaw(url, `GET ${path}?token=${TOKEN} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
    expect([path, answer!.status, answer!.headers['location']]).toEqual([path, 404, undefined])
  }
  for (const to of [
    '//evil.example',
    'https://evil.example',
    '/\\evil.example',
    '/x\r\nSet-Cookie: a=b',
    'x',
    '',
  ]) {
    const body = new URLSearchParams({ token: TOKEN, to })
    const answer = await fetch(`${url}/login`, { method: 'POST', body, redirect: 'manual' })
    expect([to, answer.status, answer.headers.get('location')]).toEqual([to, 303, '/'])
  }
})

test('a browser without a token gets a page that asks for one, a program JSON', async () => {
  const { url } = await daemonWith()
  const page = await visit(`${url}/runs/abc?view=<"x">&y=1`)
  const html = await page.text()
  expect([page.status, page.headers.get('content-type')]).toEqual([401, 'text/html; charset=utf-8'])
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; .*form-action 'self'/)
  expect(html).toContain('<form method="post" action="/login">')
  expect(html).toContain('name="to" value="/runs/abc?view=%3C%22x%22%3E&amp;y=1"')
  expect(html).not.toContain('<script')
  const program = await fetch(`${url}/runs`)
  expect([program.status, (await program.json()) as unknown]).toEqual([
    401,
    { error: expect.stringMatching(/A token is needed/) },
  ])
})

test('the form opens a session, and says so if the token is wrong', async () => {
  const { url } = await daemonWith()
  const post = (token: string, headers: Record<string, string> = {}) =>
    fetch(`${url}/login`, {
      method: 'POST',
      body: new URLSearchParams({ token, to: '/runs?a=1&token=x' }),
      headers,
      redirect: 'manual',
    })
  const right = await post(TOKEN, { origin: url, 'sec-fetch-site': 'same-origin' })
  expect([right.status, right.headers.get('set-cookie')]).toEqual([
    303,
    expect.stringMatching(/^buildspy_session=/),
  ])
  const wrong = await post('not-the-token')
  const html = await wrong.text()
  expect([wrong.status, wrong.headers.get('set-cookie')]).toEqual([401, null])
  expect(html).toContain('This token is unknown')
  expect(html).not.toContain('not-the-token')
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
  ])
    expect((await post(TOKEN, headers as Record<string, string>)).status).toBe(403)
})

test('a browser that comes from another site asks again from here, where it sends its cookie', async () => {
  const { url } = await daemonWith()
  const open = async (site: string) => {
    const from = `Sec-Fetch-Site: ${site}\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n`
    return await exchangeRaw(url, `GET /runs HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n${from}\r\n`)
  }
  const [elsewhere, here] = [await open('cross-site'), await open('same-origin')]
  expect(elsewhere[0]!.body).toContain('<meta http-equiv="refresh" content="0">')
  expect(here[0]!.body).toContain('<form')
})
