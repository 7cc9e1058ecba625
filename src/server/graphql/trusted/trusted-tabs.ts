import { Kind, parse } from 'graphql'
import { readCatalogue } from './catalogue.ts'

/** A tab of GraphiQL. */
export interface Tab {
  readonly query: string
  /** JSON with the names of all variables. */
  readonly variables: string
}

/** The queries of the command line and of the tools for agents, as examples. */
export async function trustedTabs(): Promise<Tab[]> {
  const { documents } = await readCatalogue()
  return documents
    .filter(({ client, operation }) => client === 'cli' && operation === 'query')
    .map(({ id, document }) => ({ query: `# ${id}\n${document}`, variables: variablesOf(document) }))
}

/** `{"id": null}`: for each variable a place to fill in. */
function variablesOf(document: string): string {
  const names = parse(document).definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? (definition.variableDefinitions ?? []) : [],
  )
  const empty = names.map(({ variable }) => [variable.name.value, null] as const)
  return JSON.stringify(Object.fromEntries(empty), undefined, 2)
}
