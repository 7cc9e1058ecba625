import { readFile, writeFile } from 'node:fs/promises'
import { Failure } from './failure.mjs'
import { setUp } from './setup.mjs'

const FILE = 'schema.graphql'

/**
 * `npm run schema` prints the graph from the code into schema.graphql; `--check` only compares.
 * @param {string[]} args
 */
export async function main(args) {
  await setUp({ until: 'prisma' })
  const [printed, committed] = await Promise.all([printedSchema(), readFile(FILE, 'utf8').catch(() => '')])
  if (printed === committed) return
  if (args.includes('--check')) throw new Failure(`${FILE} is not what the code says. Run: npm run schema`)
  await writeFile(FILE, printed)
  console.log(`Wrote ${FILE}`)
}

/** Sorted, so that moving a type in the code does not move it in the file. */
async function printedSchema() {
  const { lexicographicSortSchema, printSchema } = await import('graphql')
  const { tsImport } = await import('tsx/esm/api')
  const { schema } = await tsImport('../src/graphql/schema.ts', import.meta.url)
  return `${printSchema(lexicographicSortSchema(schema))}\n`
}
