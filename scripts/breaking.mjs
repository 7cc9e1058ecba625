import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { Failure } from './failure.mjs'
import { say } from './progress.mjs'

/** The graph and the REST API of the last release. */
const BASELINE = 'docs/baseline'
const GRAPH = 'schema.graphql'
const REST = 'openapi.json'

/**
 * `npm run breaking`: names what this code takes away from clients of the last release. `--accept` makes today's the
 * new baseline: after a release, or where the break is meant and CHANGELOG.md says so.
 * @param {string[]} args
 * @throws {Failure} that lists what breaks
 */
export async function main(args) {
  const [graph, rest] = [readFileSync(GRAPH, 'utf8'), await printOpenApi()]
  if (args.includes('--accept')) {
    mkdirSync(BASELINE, { recursive: true })
    writeFileSync(`${BASELINE}/${GRAPH}`, graph)
    writeFileSync(`${BASELINE}/${REST}`, rest)
    return say(`${BASELINE} holds what clients can rely on from now on`)
  }
  const before = (name) => readFileSync(`${BASELINE}/${name}`, 'utf8')
  const { brokenByRest } = await import('./breaking-rest.mjs')
  const broken = [
    ...(await brokenByGraph(before(GRAPH), graph)),
    ...brokenByRest(JSON.parse(before(REST)), JSON.parse(rest)),
  ]
  if (broken.length > 0) throw new Failure(`Clients of the last release would break:\n${broken.join('\n')}`)
}

/** @returns {Promise<string[]>} */
async function brokenByGraph(before, now) {
  const { buildSchema, findBreakingChanges } = await import('graphql')
  return findBreakingChanges(buildSchema(before), buildSchema(now)).map(({ description }) => description)
}

/** Node 20 runs no TypeScript by itself. */
async function printOpenApi() {
  const { tsImport } = await import('tsx/esm/api')
  const { openApi } = await tsImport('../src/rest/openapi.ts', import.meta.url)
  return `${JSON.stringify(openApi(), null, 2)}\n`
}
