import { GraphQLError, parse, type DocumentNode, type ExecutionArgs, type ExecutionResult } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { GraphContext } from '../../../graphql/context.ts'
import { readCatalogue } from './catalogue.ts'
import { isIntrospection, normalForm } from './normal-form.ts'

/** The parameter that names a document (GraphQL over HTTP, appendix A). */
export const DOCUMENT_ID = 'documentId'

/** An operation as a client sends it. */
interface Params {
  readonly query?: string
}

/**
 * Serves the documents of the catalogue by id, over HTTP (GraphQL over HTTP, appendix A).
 * @param only refuses any other document: a client of ours may send the text of one in the catalogue
 */
export function trustedDocuments(only: boolean): Plugin {
  const byId: Plugin = {
    async onParams({ params, setParams, request }) {
      const id = idIn(params) ?? idOfGet(request)
      if (id === undefined) return
      const { [DOCUMENT_ID]: _, ...rest } = params as Record<string, unknown>
      setParams({ ...rest, query: await findDocument(id) })
    },
  }
  return only ? { ...byId, ...refuseOthers() } : byId
}

/**
 * The text of an operation that may name its document instead, also over a socket.
 * @throws GraphQLError for an unknown id
 */
export async function queryOf(params: Params): Promise<string> {
  const id = idIn(params)
  return id === undefined ? (params.query ?? '') : findDocument(id)
}

async function findDocument(id: string): Promise<string> {
  const { find } = await readCatalogue()
  const found = find(id)
  if (found) return found.document
  throw new GraphQLError('There is no such document in the catalogue', {
    extensions: { code: 'PERSISTED_DOCUMENT_NOT_FOUND', http: { status: 404 } },
  })
}

function idIn(params: Params): string | undefined {
  const id: unknown = DOCUMENT_ID in params ? params[DOCUMENT_ID] : undefined
  return typeof id === 'string' ? id : undefined
}

const idOfGet = ({ method, url }: Request): string | undefined =>
  method === 'GET' ? (new URL(url).searchParams.get(DOCUMENT_ID) ?? undefined) : undefined

/** Looks at each document once, because the parser's cache gives the same object for the same text. */
function refuseOthers(): Plugin {
  const trusted = new WeakSet<DocumentNode>()
  let forms: Promise<ReadonlySet<string>> | undefined
  const check = async ({ args: { document, contextValue }, setResultAndStopExecution: stop }: Hook) => {
    // Documents of the REST API are ours.
    if ((contextValue as GraphContext).caller.costLimit === Infinity) return
    if (trusted.has(document)) return
    forms ??= normalForms()
    if (isIntrospection(document) || (await forms).has(normalForm(document))) trusted.add(document)
    else stop({ errors: [untrusted()] })
  }
  return { onExecute: check, onSubscribe: check }
}

/** What the hooks before an execution and a subscription have in common. */
interface Hook {
  readonly args: Pick<ExecutionArgs, 'document' | 'contextValue'>
  readonly setResultAndStopExecution: (result: ExecutionResult) => void
}

async function normalForms(): Promise<ReadonlySet<string>> {
  const { documents } = await readCatalogue()
  return new Set(documents.map(({ document }) => normalForm(parse(document))))
}

const untrusted = (): GraphQLError =>
  new GraphQLError('This daemon only executes trusted documents: name one of its catalogue by documentId', {
    extensions: { code: 'UNTRUSTED_DOCUMENT', http: { status: 403 } },
  })
