import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { Failure } from './failure.mjs'
import { setUp } from './setup.mjs'

const FILE = 'src/server/graphql/trusted/documents.json'

/** The generated modules with the operations of each client. The tools for agents are a part of the command line. */
const CLIENTS = { cli: '../src/gql/cli/graphql.ts', dashboard: '../client/gql/graphql.ts' }

/**
 * `npm run documents` writes the catalogue of trusted documents: the operations of our own clients and the examples of GraphiQL;
 * `--check` only compares.
 * @param {string[]} args
 */
export async function main(args) {
  await setUp({ until: 'documents' })
  const made = `${JSON.stringify(await catalogue(), undefined, 2)}\n`
  if (made === (await readFile(FILE, 'utf8').catch(() => ''))) return
  if (args.includes('--check'))
    throw new Failure(`${FILE} is not what the clients send. Run: npm run documents`)
  await writeFile(FILE, made)
  console.log(`Wrote ${FILE}`)
}

/** Every document once, by client and name. */
async function catalogue() {
  const { tsImport } = await import('tsx/esm/api')
  const { parse, print } = await import('graphql')
  const documents = []
  const add = (client, source) => {
    const parsed = typeof source === 'string' ? parse(source) : source
    const document = print(parsed)
    const { name, operation } = parsed.definitions.find(({ kind }) => kind === 'OperationDefinition')
    documents.push({ id: idOf(document), name: name.value, operation, client, document })
  }
  for (const [client, module] of Object.entries(CLIENTS)) {
    const generated = await tsImport(module, import.meta.url)
    for (const [name, value] of Object.entries(generated))
      if (name.endsWith('Document')) add(client, value.kind === 'Document' ? value : String(value))
  }
  const { EXAMPLES } = await tsImport('../src/graphql/examples.ts', import.meta.url)
  for (const { query } of EXAMPLES) add('example', query)
  const known = new Set()
  return documents
    .toSorted((a, b) => order(`${a.client} ${a.name}`, `${b.client} ${b.name}`))
    .filter(({ id }) => !known.has(id) && known.add(id))
}

const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0)

/** A prefixed document identifier (GraphQL over HTTP, appendix A). */
const idOf = (document) => `sha256:${createHash('sha256').update(document).digest('hex')}`
