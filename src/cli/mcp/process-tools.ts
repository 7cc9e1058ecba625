import { z } from 'zod'
import { graphql } from '../../gql/cli/gql.ts'
import { graph } from '../daemon/client.ts'
import { readExplanation } from '../daemon/explanation.ts'
import { findRun, noSuchRun } from '../daemon/find-run.ts'
import { readRecording, type WeighedProcess } from '../daemon/recording.ts'
import * as inputs from './inputs.ts'
import { tool } from './tool.ts'

const WHAT_IF = graphql(`
  query WhatIf($id: UUID!, $jobs: Int, $cores: Int, $without: [String!], $faster: [FasterInput!]) {
    run(id: $id) {
      predict(jobs: $jobs, cores: $cores, without: $without, faster: $faster) {
        wall
        measured
        present
        error
        peakMemory
        recordedJobs
        changed
      }
    }
  }
`)

const process = z
  .string()
  .min(1)
  .max(500)
  .describe('a pid, a name, or a pattern with * and ? over command lines')
const count = z.int().min(1).max(4096).optional()

/** Questions about the processes of a run. Times are milliseconds since the start of the run. */
export const PROCESS_TOOLS = [
  tool({
    name: 'slowest',
    description: 'Lists the processes with the most own time: while no child of their own was alive.',
    input: { run: inputs.run, limit: inputs.limit(100, 10) },
    answer: async (source, { run, limit }) => {
      const { processes } = await readRecording(source, await findRun(source, run))
      const slowest = processes.toSorted((a, b) => b.ownTime - a.ownTime).slice(0, limit)
      return { total: processes.length, processes: slowest }
    },
  }),
  tool({
    name: 'processes',
    description: 'Lists processes by start, those with a text in name or command line, or those that failed.',
    input: {
      run: inputs.run,
      search: z.string().max(200).default('').describe('only processes with this text'),
      failed: z.boolean().default(false).describe('only processes that failed'),
      offset: z.int().min(0).default(0).describe('how many to pass over'),
      limit: inputs.limit(200, 50),
    },
    answer: async (source, { run, search, failed, offset, limit }) => {
      const { processes } = await readRecording(source, await findRun(source, run))
      const text = search.toLowerCase()
      const found = processes.filter(
        (each) =>
          `${each.name} ${each.commandLine}`.toLowerCase().includes(text) && (!failed || hasFailed(each)),
      )
      return { total: found.length, processes: found.slice(offset, offset + limit) }
    },
  }),
  tool({
    name: 'critical_path',
    description:
      'Lists the longest steps of the chain that decided the wall time, and how much of it was work, or waiting for a ' +
      'file, a job slot, a processor or a disk.',
    input: { run: inputs.run, limit: inputs.limit(100, 20) },
    answer: async (source, { run, limit }) => {
      const { boundPath, duration } = await readExplanation(source, await findRun(source, run))
      const { steps, kinds, complete } = boundPath
      const longest = steps.toSorted((a, b) => b.to - b.from - (a.to - a.from)).slice(0, limit)
      return { wall: duration, complete, kinds, total: steps.length, steps: longest }
    },
  }),
  tool({
    name: 'what_if',
    description:
      'Predicts the wall time with another number of jobs or processors, without processes, or with faster ones. `error` is ' +
      'how far the prediction of the present is from what was measured.',
    input: {
      run: inputs.run,
      jobs: count.describe('jobs at a time, as with make -j'),
      cores: count.describe('processors'),
      without: z.array(process).max(20).optional().describe('processes to leave out, with what they start'),
      faster: z
        .array(z.object({ process, factor: z.number().positive().max(9999) }))
        .max(20)
        .optional()
        .describe('processes that are so many times faster'),
    },
    answer: async (source, { run, jobs, cores, without, faster }) => {
      const id = await findRun(source, run)
      const change = {
        jobs: jobs ?? null,
        cores: cores ?? null,
        without: without ?? null,
        faster: faster ?? null,
      }
      const answer = await graph(source, WHAT_IF, { id, ...change })
      if (!answer.run) throw noSuchRun(run)
      return answer.run.predict
    },
  }),
]

const hasFailed = ({ exitCode, signal }: WeighedProcess): boolean => Boolean(exitCode) || signal !== ''
