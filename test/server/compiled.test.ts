import { randomUUID } from 'node:crypto'
import {
  execute,
  getNamedType,
  isObjectType,
  parse,
  type ExecutionArgs,
  type GraphQLObjectType,
} from 'graphql'
import { expect, onTestFinished, test } from 'vitest'
import { Analyst } from '../../src/analysis/analyst.ts'
import { Ingest } from '../../src/services/ingest.ts'
import { createContext, clientCaller } from '../../src/graphql/context.ts'
import { schema } from '../../src/graphql/schema.ts'
import { Bus } from '../../src/live/bus.ts'
import { EventLog } from '../../src/live/event-log.ts'
import { RecentRuns } from '../../src/live/recent-runs.ts'
import { CompiledOperations } from '../../src/server/graphql/fast/compiled-operations.ts'
import { openStore } from '../../src/store/store.ts'
import { checkSubmission } from '../../src/wire/parse.ts'
import { placeOf, temporaryDirectory } from '../support/database.ts'
import { anEvent, aRun } from '../support/submissions.ts'

const id = randomUUID()

/** A store with one run, and how an operation is executed on it. */
async function services() {
  const store = await openStore(placeOf(await temporaryDirectory()))
  onTestFinished(() => store.close())
  const bus = new Bus()
  const ingest = new Ingest(store, bus, Date.now)
  const events = [
    anEvent(id, 'process_start', { pid: 1, ppid: 0 }),
    anEvent(id, 'process_start', { pid: 2, ppid: 1 }),
    anEvent(id, 'process_end', { pid: 2, ppid: 1, exit_code: 1, mem_usage: String(2n ** 63n) }),
    anEvent(id, 'build_complete'),
  ]
  await ingest.submit([aRun({ id }), ...events].map(checkSubmission), 0)
  const [now, eventLog, analyst] = [() => 0, new EventLog(store), new Analyst(store.rows)]
  const recentRuns = new RecentRuns(store, now)
  const given = { store, bus, eventLog, recentRuns, ingest, analyst, now, liveTimeout: 1000 }
  return (query: string, variableValues: Record<string, unknown> = { id }): ExecutionArgs => ({
    schema,
    document: parse(query),
    variableValues,
    contextValue: createContext(given, clientCaller(new Set(['read']))),
  })
}

/** Executes until the code compiled for it has answered; fails if that never happens. */
async function compiled(operations: CompiledOperations, args: ExecutionArgs) {
  let answer: unknown
  await expect
    .poll(async () => {
      let began = 0
      answer = await operations.execute(args, (same) => (began++, execute(same)))
      return began
    })
    .toBe(0)
  return JSON.stringify(answer)
}

const text = async (args: ExecutionArgs) => JSON.stringify(await execute(args))

/** All fields of a type that need no argument, so many levels deep. */
function everything(type: GraphQLObjectType, levels: number): string {
  const fields = Object.values(type.getFields()).flatMap(({ name, args, type }) => {
    if (args.some((arg) => arg.type.toString().endsWith('!') && arg.defaultValue === undefined)) return []
    const inner = getNamedType(type)
    if (!isObjectType(inner)) return [name]
    return levels ? [`${name} { ${everything(inner, levels - 1)} }`] : []
  })
  return ['__typename', ...fields].join(' ')
}

test.each(['BuildEvent', 'Process', 'Run'])('compiled code gives every field of %s', async (name) => {
  const argsOf = await services()
  const fields = everything(schema.getType(name) as GraphQLObjectType, name === 'Run' ? 0 : 1)
  const path = {
    Run: `run(id: $id) { ${fields} }`,
    Process: `run(id: $id) { processes(first: 5) { nodes { ${fields} } totalCount } }`,
    BuildEvent: `run(id: $id) { events(first: 5) { nodes { ${fields} } } }`,
  }[name]
  const args = argsOf(`query ($id: UUID!) { ${path} }`)
  expect(await compiled(new CompiledOperations(), args)).toBe(await text(args))
})

test.each([
  [
    'pages',
    'query ($id: UUID!) { run(id: $id) { events(last: 2, order: seq) { edges { cursor node { seq } } } } }',
  ],
  [
    'fragments',
    'query Q ($id: UUID!) { a: run(id: $id) { ...R } b: run(id: $id) { ...R id } } fragment R on Run { seq id }',
  ],
  [
    'a default',
    'query ($id: UUID!, $n: Int = 2) { run(id: $id) { events(first: $n) { nodes { seq } pageInfo { hasNextPage } } } }',
  ],
  [
    'a list',
    'query ($id: UUID!) { run(id: $id) { events(types: [process_end, build_complete]) { totalCount } } }',
  ],
  ['nothing', 'query { run(id: "00000000-0000-0000-0000-000000000000") { id } }'],
])('compiled code agrees on %s', async (_, query) => {
  const args = (await services())(query)
  expect(await compiled(new CompiledOperations(), args)).toBe(await text(args))
})

test.each([
  [
    'a page too long',
    'query ($id: UUID!) { run(id: $id) { id events(first: 501) { nodes { seq } } } }',
    { id },
  ],
  ['a bad variable', 'query ($id: UUID!) { run(id: $id) { id } }', { id: 'x' }],
  ['a cost', '{ runs(first: 500) { nodes { events(first: 500) { nodes { seq } } } } }', {}],
])('errors are those of the specification: %s', async (_, query, variables) => {
  const args = (await services())(query, variables)
  const operations = new CompiledOperations()
  const expected = await text(args)
  expect(expected).toContain('errors')
  for (let time = 0; time < 5; time++) {
    expect(JSON.stringify(await operations.execute(args, execute))).toBe(expected)
    await import('graphql-jit')
  }
})

test.each([
  ['directives', 'query ($id: UUID!) { run(id: $id) { id @skip(if: true) seq } }'],
  ['names of JavaScript', 'query ($id: UUID!) { run(id: $id) { __proto__: id } }'],
  ['two operations', 'query A { runs { totalCount } } query B { runs { totalCount } }'],
])('is not compiled: %s', async (_, query) => {
  const args = { ...(await services())(query), operationName: query.includes('A') ? 'A' : null }
  const operations = new CompiledOperations()
  await compiled(operations, (await services())('query ($id: UUID!) { run(id: $id) { id } }'))
  for (let time = 1; time <= 5; time++) {
    let began = 0
    await operations.execute(args, (same) => (began++, execute(same)))
    expect(began).toBe(1)
  }
})
