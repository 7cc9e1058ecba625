import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ROUTES } from '../../src/rest/routes.ts'
import { BEHAVIOURS, ENDPOINTS } from './support/behaviours.ts'

const HERE = new URL('./', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, HERE), 'utf8')

/** The table of PROTOCOL.md: a column for each endpoint, a row for each behaviour. */
function table(): string {
  const cells = (name: string, marks: readonly string[]) => `| ${[name, ...marks].join(' | ')} |`
  const columns = ENDPOINTS.map((endpoint) => `\`${endpoint.replace('/api/', '').replace('GET ', '')}\``)
  const rows = Object.entries(BEHAVIOURS).map(([name, { on, graph }]) =>
    cells(name, [
      ...ENDPOINTS.map((each) => ((on as readonly string[]).includes(each) ? '●' : '')),
      graph ? '●' : '',
    ]),
  )
  return [
    cells('behaviour', [...columns, 'graph']),
    cells(
      '-',
      [...columns, '-'].map(() => '-'),
    ),
    ...rows,
  ].join('\n')
}

/** A table, whatever its padding. */
const plain = (markdown: string) => markdown.replace(/ +/g, ' ').replace(/-+/g, '-')

test('PROTOCOL.md has the table of what is shown', () => {
  const lines = plain(read('../../PROTOCOL.md')).split('\n')
  const from = lines.findIndex((line) => line.startsWith('| behaviour |'))
  const rows = plain(table()).split('\n')
  expect(lines.slice(from, from + rows.length + 1)).toEqual([...rows, ''])
})

test('each behaviour is shown by one test', () => {
  const files = readdirSync(HERE).filter((name) => name.endsWith('.test.ts'))
  const shown = files.flatMap((name) =>
    [...read(name).matchAll(/^behaves(?:OverRest)?\(\s*'(.+)',/gm)].map(([, each]) => each),
  )
  expect(shown.toSorted()).toEqual(Object.keys(BEHAVIOURS).toSorted())
})

/** Routes that the API reference does not have. */
const BEYOND = ['GET /api/runs/{id}/columns']

test('each route of the route table, and nothing else, is an endpoint', () => {
  const routes = ROUTES.map(({ method, path }) => `${method} ${path.replace(':id', '{id}')}`).filter(
    (route) => !BEYOND.includes(route),
  )
  const elsewhere = ['GET /', 'POST /api/live/submit', 'WS /ws/live', 'WS /ws/runs/{id}']
  expect([...routes, ...elsewhere].toSorted()).toEqual(ENDPOINTS.toSorted())
})
