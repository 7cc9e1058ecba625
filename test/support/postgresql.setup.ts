import type { TestProject } from 'vitest/node'
import { startPostgresql } from '../../scripts/postgresql.mjs'

/** One PostgreSQL server for all tests of a run; each store has a database of its own in it. */
export default async function setup(project: TestProject) {
  const server = await startPostgresql()
  project.provide('postgresql', server.urlOf('postgres'))
  return server.stop
}
