import type { SubmissionInput } from '../../../src/wire/schema.ts'

/** Names of the graph that are not the camelCase form of the wire's. */
const RENAMED: Record<string, string> = { cmdline: 'commandLine', mem_usage: 'memory' }

const camel = (name: string) =>
  RENAMED[name] ?? name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

function inputOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inputOf)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [camel(name), inputOf(field)]))
}

/** A submission of the wire as an input of the graph. */
export const toGraphInput = ({ type, data }: SubmissionInput): object => ({ [camel(type)]: inputOf(data) })
