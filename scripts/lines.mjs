import { readFileSync } from 'node:fs'
import { Failure } from './failure.mjs'
import { listFiles } from './stamp.mjs'

/** A longer file wants splitting along a seam (CONTRIBUTING.md). */
const LIMIT = 250

const OURS = [
  'src',
  'client',
  'scripts',
  'action',
  'test',
  'bench',
  '!src/generated',
  '!src/gql',
  '!client/gql',
]
const CODE = /\.(ts|vue|mjs|css)$/

/** Files that may be longer, each with the reason. @type {Record<string, string>} */
const EXCEPTIONS = {}

/** Fails if a file of ours is longer than the limit, or an exception is no longer needed. */
export function checkLines() {
  const long = listFiles(OURS)
    .filter((path) => CODE.test(path))
    .map((path) => ({ path, lines: readFileSync(path, 'utf8').split('\n').length - 1 }))
    .filter(({ lines }) => lines > LIMIT)
  const problems = [
    ...long
      .filter(({ path }) => !(path in EXCEPTIONS))
      .map(({ path, lines }) => `${path} has ${lines} lines: split it (the limit is ${LIMIT})`),
    ...Object.keys(EXCEPTIONS)
      .filter((path) => !long.some((file) => file.path === path))
      .map((path) => `${path} needs no exception any more: remove it from scripts/lines.mjs`),
  ]
  if (problems.length > 0) throw new Failure(problems.join('\n'))
}
