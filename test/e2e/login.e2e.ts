import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, test, type Page } from '@playwright/test'
import { startDaemon, type TestDaemon } from './support/daemon.ts'

const TOKEN = 'read-with-this-token'
let daemon: TestDaemon
let elsewhere: Server
let foreign: string

test.beforeAll(async () => {
  // The page of another site: with a link, and with all that reaches a daemon without asking.
  elsewhere = createServer((request, response) => {
    const to = decodeURIComponent(request.url!.slice(2))
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<a href="${to}">link</a>`)
  })
  elsewhere.listen(0, '127.0.0.1')
  await once(elsewhere, 'listening')
  foreign = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`
  daemon = await startDaemon('--token', `read:${TOKEN}`, '--allow-origin', foreign)
})

test.afterAll(async () => {
  await daemon.close()
  elsewhere.close()
})

const follow = async (page: Page, to: string) => {
  await page.goto(`${foreign}/?${encodeURIComponent(to)}`)
  await page.getByText('link').click()
}

test('the form lets a browser in, also by a link on another site', async ({ page }) => {
  await page.goto(`${daemon.url}/runs?sort=fastest`)
  await page.getByLabel('This daemon needs a token.').fill('not-the-right-token')
  await page.getByRole('button').click()
  await expect(page.getByRole('alert')).toHaveText('This token is unknown.')
  await page.getByLabel('This daemon needs a token.').fill(TOKEN)
  await page.getByRole('button').click()
  await expect(page).toHaveURL(`${daemon.url}/runs?sort=fastest`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  const cookies = await page.context().cookies()
  expect(cookies.map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite }))).toEqual([
    { name: 'buildspy_session', httpOnly: true, sameSite: 'Strict' },
  ])
  await follow(page, `${daemon.url}/trends`)
  await expect(page).toHaveTitle('Trends · BuildSpy')

  // A session that ends is no daemon that is away.
  await page.context().clearCookies()
  await page.getByLabel('Search trends').fill('anything')
  await expect(page.getByTestId('locked')).toBeVisible()
  await page.getByRole('button', { name: 'Enter the token' }).click()
  await expect(page.getByLabel('This daemon needs a token.')).toBeVisible()
})

test('a token in a link on another site lets a browser in, and leaves the address', async ({ page }) => {
  await follow(page, `${daemon.url}/trends?token=${TOKEN}`)
  await expect(page).toHaveTitle('Trends · BuildSpy')
  expect(page.url()).toBe(`${daemon.url}/trends`)
})

test('a page of an allowed origin reads by a token; what asks for nothing reaches nothing', async ({
  page,
}) => {
  await page.goto(foreign)
  const ask = (path: string, init: RequestInit) =>
    page.evaluate(
      async ([address, init]) => {
        const response = await fetch(address, init)
        return { type: response.type, status: response.status, text: await response.text() }
      },
      [daemon.url + path, init] as const,
    )
  const authorization = `Bearer ${TOKEN}`
  expect(await ask('/api/runs', { headers: { authorization } })).toEqual({
    type: 'cors',
    status: 200,
    text: '[]',
  })
  expect(await ask('/api/runs?limit=x', { headers: { authorization } })).toMatchObject({
    type: 'cors',
    status: 400,
  })
  expect(
    await ask('/graphql', {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: '{"query":"{ stats { totalRuns } }"}',
    }),
  ).toMatchObject({ type: 'cors', status: 200, text: '{"data":{"stats":{"totalRuns":0}}}' })
  const answer = page.waitForResponse((response) => response.url().includes('/graphql?query='))
  await ask('/graphql?query=%7B__typename%7D', { mode: 'no-cors' })
  expect((await answer).status()).toBe(403)
})
