import { z } from 'zod'
import { graphql } from '../../gql/cli/gql.ts'
import { graph } from '../daemon/client.ts'
import { readComparison } from '../daemon/comparison.ts'
import { readExplanation } from '../daemon/explanation.ts'
import { findRun } from '../daemon/find-run.ts'
import { readFiles } from '../daemon/read-files.ts'
import * as inputs from './inputs.ts'
import { tool } from './tool.ts'

const LISTED = graphql(`
  query Listed($search: String, $first: Int!) {
    runs(search: $search, first: $first) {
      totalCount
      nodes {
        id
        commandLine
        workingDir
        outcome
        startTime
        duration
        cpuTime
        processCount
        labels {
          name
          value
        }
      }
    }
  }
`)

/** Questions about runs as a whole. Times are milliseconds. */
export const RUN_TOOLS = [
  tool({
    name: 'list_runs',
    description:
      'Lists recorded builds, newest first: command, directory, outcome, wall and CPU time, labels.',
    input: {
      search: z
        .string()
        .max(200)
        .optional()
        .describe('only runs with this text in the command line or directory'),
      limit: inputs.limit(50, 20),
    },
    answer: async (source, { search, limit }) => {
      const { runs } = await graph(source, LISTED, { search: search ?? null, first: limit })
      return { total: runs.totalCount, runs: runs.nodes }
    },
  }),
  tool({
    name: 'summary',
    description:
      'Says why a build failed or took as long as it did, what would make it faster, its usual duration, and on what the ' +
      'critical path spent its time.',
    input: { run: inputs.run },
    answer: async (source, { run }) => {
      const { boundPath, ...explanation } = await readExplanation(source, await findRun(source, run))
      return { ...explanation, criticalPath: boundPath.kinds }
    },
  }),
  tool({
    name: 'compare',
    description:
      'Compares two builds: own time by tool, the ten largest changes of processes, and why steps ran again in the same directory.',
    input: { base: inputs.run.default('last~1'), head: inputs.run },
    answer: async (source, { base, head }) =>
      readComparison(source, { base: await findRun(source, base), head: await findRun(source, head) }),
  }),
  tool({
    name: 'files',
    description:
      'Lists files of a build that was recorded with --files, each with its first writer and reader.',
    input: {
      run: inputs.run,
      path: z.string().max(1000).optional().describe('a pattern: * stands for any characters, ? for one'),
      unused: z.boolean().default(false).describe('only outputs that nobody read'),
      limit: inputs.limit(100, 50),
    },
    answer: async (source, { run, path, unused, limit }) =>
      readFiles(source, await findRun(source, run), { path, unused }, limit),
  }),
]
