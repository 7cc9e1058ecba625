import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** The directions of ARCHITECTURE.md: the linter must refuse each of these imports, and let those below pass. */
const REFUSED = [
  ['src/wire/x.ts', '../domain/run.ts'],
  ['src/wire/x.ts', '../store/store.ts'],
  ['src/store/x.ts', '../services/ingest.ts'],
  ['src/store/x.ts', '../graphql/schema.ts'],
  ['src/live/x.ts', '../server/http.ts'],
  ['src/live/x.ts', '../config.ts'],
  ['src/domain/x.ts', '../graphql/schema.ts'],
  ['src/domain/x.ts', '../rest/routes.ts'],
  ['src/domain/x.ts', '../generated/sqlite/client.ts'],
  ['src/domain/x.ts', '../store/store.ts'],
  ['src/domain/x.ts', '../live/bus.ts'],
  ['src/domain/x.ts', '../services/ingest.ts'],
  ['src/domain/x.ts', 'node:fs'],
  ['src/domain/x.ts', 'node:timers/promises'],
  ['src/domain/analysis/time/x.ts', '../../run.ts'],
  ['src/services/x.ts', '../server/http.ts'],
  ['src/services/x.ts', 'express'],
  ['src/store/x.ts', '../domain/run.ts'],
  ['src/store/reads/x.ts', '../../domain/run.ts'],
  ['src/spool/x.ts', '../wire/read.ts'],
  ['src/spool/x.ts', '../store/store.ts'],
  ['src/domain/x.ts', 'express'],
  ['src/domain/x.ts', 'ws'],
  ['src/domain/x.ts', 'graphql-yoga'],
  ['src/domain/x.ts', '@pothos/core'],
  ['src/domain/x.ts', 'node-cron'],
  ['src/domain/x.ts', '@prisma/client'],
  ['src/domain/analysis/x.ts', '../run.ts'],
  ['src/domain/analysis/x.ts', '../../store/store.ts'],
  ['src/domain/analysis/x.ts', 'node:fs'],
  ['src/analysis/x.ts', '../graphql/schema.ts'],
  ['src/analysis/x.ts', '../generated/sqlite/client.ts'],
  ['src/analysis/x.ts', '../services/ingest.ts'],
  ['src/graphql/x.ts', '../rest/routes.ts'],
  ['src/graphql/x.ts', '../server/http.ts'],
  ['src/graphql/x.ts', '../collector/recorder.ts'],
  ['src/rest/x.ts', '../store/store.ts'],
  ['src/rest/x.ts', '../domain/run.ts'],
  ['src/rest/x.ts', '../generated/sqlite/client.ts'],
  ['src/rest/x.ts', '@prisma/client'],
  ['src/server/x.ts', '../generated/sqlite/client.ts'],
  ['src/server/x.ts', '../cli/run.ts'],
  ['src/collector/x.ts', '../store/store.ts'],
  ['src/collector/x.ts', '../services/ingest.ts'],
  ['src/collector/tracers/x.ts', '../../server/http.ts'],
  ['src/cli/x.ts', '../config.ts'],
  ['src/cli/x.ts', '../graphql/schema.ts'],
  ['src/buildspy.ts', './daemon.ts'],
  ['src/otlp/x.ts', '../server/http.ts'],
  ['src/otlp/x.ts', '../wire/time.ts'],
  ['src/x.ts', '../client/model/format.ts'],
  ['src/x.ts', '../test/support.ts'],
  ['client/x.ts', '../src/wire/schema.ts'],
  ['client/pages/x.ts', '../../src/services/ingest.ts'],
  ['client/pages/x.ts', '../../src/domain/run.ts'],
  ['client/x.ts', 'node:fs'],
  ['client/composables/x.ts', '../components/timeline/TimelineView.vue'],
  ['client/composables/x.ts', 'node:fs'],
  ['client/workers/x.ts', '../components/run/run-pages.ts'],
  ['client/workers/x.ts', '../pages/RunsPage.vue'],
  ['client/workers/x.ts', '../../src/store/store.ts'],
  ['client/daemon/x.ts', '../composables/useRun.ts'],
  ['client/documents/x.ts', '../components/ui/AppMark.vue'],
  ['client/canvas/x.ts', '../composables/useRun.ts'],
  ['client/canvas/x.ts', 'vue'],
  ['client/model/x.ts', 'vue'],
  ['client/model/timeline/x.ts', '@vueuse/core'],
  ['client/model/x.ts', '@urql/core'],
  ['client/model/x.ts', '@lucide/vue'],
  ['client/model/x.ts', 'node:fs'],
  ['client/model/timeline/x.ts', '../../components/ui/AppMark.vue'],
  ['client/model/x.ts', '../pages/RunsPage.vue'],
  ['client/model/x.ts', '../daemon/graph-client.ts'],
  ['client/model/x.ts', '../documents/run.ts'],
  ['client/model/runs/x.ts', '../../gql/graphql.ts'],
  ['client/model/runs/x.ts', '../../../src/services/ingest.ts'],
] as const

const ALLOWED = [
  ['src/wire/y.ts', '../errors.ts'],
  ['src/store/y.ts', '../generated/sqlite/client.ts'],
  ['src/store/y.ts', '../wire/schema.ts'],
  ['src/live/y.ts', '../store/store.ts'],
  ['src/domain/y.ts', '../wire/read.ts'],
  ['src/domain/y.ts', 'node:crypto'],
  ['src/domain/analysis/time/y.ts', '../timeline.ts'],
  ['src/services/y.ts', '../store/store.ts'],
  ['src/services/y.ts', '../domain/run.ts'],
  ['src/store/y.ts', '../domain/model.ts'],
  ['src/store/reads/y.ts', '../../domain/model.ts'],
  ['src/domain/analysis/y.ts', './timeline.ts'],
  ['src/analysis/y.ts', '../domain/analysis/timeline.ts'],
  ['src/analysis/y.ts', '../domain/parentage.ts'],
  ['src/analysis/y.ts', '../store/store.ts'],
  ['src/graphql/y.ts', '../analysis/analyst.ts'],
  ['src/graphql/y.ts', '../services/ingest.ts'],
  ['src/graphql/y.ts', '@pothos/core'],
  ['src/rest/y.ts', '../wire/parse.ts'],
  ['src/server/y.ts', '../rest/routes.ts'],
  ['src/server/y.ts', '../graphql/schema.ts'],
  ['src/collector/y.ts', '../wire/schema.ts'],
  ['src/collector/tracers/y.ts', '../../errors.ts'],
  ['src/cli/y.ts', '../collector/recorder.ts'],
  ['src/cli/y.ts', '../domain/analysis/timeline.ts'],
  ['client/y.ts', '../src/domain/analysis/timeline.ts'],
  ['client/pages/y.ts', '../gql/graphql.ts'],
  ['client/composables/y.ts', '../model/runs/run-list.ts'],
  ['client/composables/y.ts', 'vue'],
  ['client/workers/y.ts', '../model/timeline/scene.ts'],
  ['client/daemon/y.ts', '../documents/run.ts'],
  ['client/daemon/y.ts', '@urql/core'],
  ['client/canvas/y.ts', '../model/timeline/scene.ts'],
  ['client/model/y.ts', '../../src/domain/parentage.ts'],
  ['client/model/runs/y.ts', '../../../src/domain/analysis/timeline.ts'],
  ['src/domain/y.test.ts', '../server/http.ts'],
] as const

const NO_ENVIRONMENT = ['src/domain/environment.ts', 'src/server/environment.ts', 'src/cli/commands/run.ts']
const ENVIRONMENT = ['src/config.ts', 'src/cli/environment.ts']
/** The model asks neither the page nor the network. */
const GLOBALS = ['document', 'window', 'fetch', 'localStorage', 'navigator', 'performance']
const CYCLE = ['src/live/one.ts', 'src/live/two.ts']

const RESTRICTED = 'eslint(no-restricted-imports)'
const RESTRICTED_GLOBALS = 'eslint(no-restricted-globals)'
const PROCESS_ENV = 'node(no-process-env)'

/** A row's file, by its number: each imports one thing. */
const fileOf = (file: string, row: number) => file.replace(/\b[xy]\b/, `row${row}`)
const rows = [...REFUSED, ...ALLOWED].map(([file, source], row) => ({ file: fileOf(file, row), source, row }))

let directory: string
let found: { filename: string; code: string }[]

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'buildspy-lint-'))
  for (const { file, source } of rows)
    write(file, `import { thing } from '${source}'\nexport const use = thing\n`)
  for (const file of [...NO_ENVIRONMENT, ...ENVIRONMENT])
    write(file, 'export const home = process.env.HOME\n')
  for (const name of GLOBALS) {
    write(`client/model/${name}.ts`, `export const use = () => ${name}\n`)
    write(`client/components/${name}.ts`, `export const use = () => ${name}\n`)
  }
  write(
    'client/model/types.ts',
    `import type { Run } from '../gql/graphql.ts'\nexport const of = (run: Run) => run\n`,
  )
  write('src/live/one.ts', `import { two } from './two.ts'\nexport const one = () => two\n`)
  write('src/live/two.ts', `import { one } from './one.ts'\nexport const two = () => one\n`)
  copyFileSync('.oxlintrc.json', join(directory, '.oxlintrc.json'))
  const oxlint = spawnSync(resolve('node_modules/.bin/oxlint'), ['-f', 'json'], { cwd: directory })
  found = JSON.parse(oxlint.stdout.toString()).diagnostics
})

afterAll(() => rmSync(directory, { recursive: true }))

function write(file: string, code: string) {
  mkdirSync(dirname(join(directory, file)), { recursive: true })
  writeFileSync(join(directory, file), code)
}

const codesOf = (file: string) => found.filter(({ filename }) => filename === file).map(({ code }) => code)

test.each(rows.slice(0, REFUSED.length))('$file may not import $source', ({ file }) => {
  expect(codesOf(file)).toContain(RESTRICTED)
})

test.each(rows.slice(REFUSED.length))('$file may import $source', ({ file }) => {
  expect(codesOf(file)).not.toContain(RESTRICTED)
})

test('only the two files for it read the environment', () => {
  for (const file of NO_ENVIRONMENT) expect(codesOf(file), file).toContain(PROCESS_ENV)
  for (const file of ENVIRONMENT) expect(codesOf(file), file).not.toContain(PROCESS_ENV)
})

test('the model of the dashboard asks neither the page nor the network', () => {
  for (const name of GLOBALS) {
    expect(codesOf(`client/model/${name}.ts`), name).toContain(RESTRICTED_GLOBALS)
    expect(codesOf(`client/components/${name}.ts`), name).not.toContain(RESTRICTED_GLOBALS)
  }
})

test('the model of the dashboard takes the types of documents', () => {
  expect(codesOf('client/model/types.ts')).not.toContain(RESTRICTED)
})

test('modules do not import each other in a circle', () => {
  for (const file of CYCLE) expect(codesOf(file), file).toContain('import(no-cycle)')
})
