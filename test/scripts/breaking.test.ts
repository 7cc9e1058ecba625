import { expect, test } from 'vitest'
import { openApi } from '../../src/rest/openapi.ts'
import { brokenByRest } from '../../scripts/breaking-rest.mjs'

type Document = ReturnType<typeof openApi> & {
  paths: Record<string, Record<string, Record<string, unknown>>>
  components: { schemas: Record<string, { properties: Record<string, unknown>; required?: string[] }> }
}

const document = () => structuredClone(openApi()) as Document

test('what is as it was, or comes new, breaks nobody', () => {
  const now = document()
  now.paths['/api/new'] = { get: { responses: {} } }
  now.components.schemas['BuildRun']!.properties['new'] = { type: 'string' }
  expect(brokenByRest(document(), document())).toEqual([])
  expect(brokenByRest(document(), now)).toEqual([])
})

test.each<[string, (now: Document) => void, string]>([
  ['a path', (now) => delete now.paths['/api/stats'], 'GET /api/stats was removed'],
  ['a method', (now) => delete now.paths['/api/runs']!['delete'], 'DELETE /api/runs was removed'],
  [
    'a parameter',
    (now) => (now.paths['/api/runs']!['get']!['parameters'] = []),
    'GET /api/runs takes no search any more',
  ],
  [
    'a property of an answer',
    (now) => delete now.components.schemas['BuildRun']!.properties['command'],
    'GET /api/runs/{id} 200.command was removed',
  ],
  [
    'a promise that it is there',
    (now) => (now.components.schemas['BuildRun']!.required = ['id']),
    'GET /api/runs/{id} 200.command may be absent now',
  ],
  [
    'its type',
    (now) => (now.components.schemas['BuildRun']!.properties['command'] = { type: 'integer' }),
    'GET /api/runs/{id} 200.command was string and is integer',
  ],
])('%s that is taken away is named', (_, change, sentence) => {
  const now = document()
  change(now)
  expect(brokenByRest(document(), now)).toContain(sentence)
})
