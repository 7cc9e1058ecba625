import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import type { DocumentNode } from 'graphql'
import { isUnavailable, NotFound } from '../errors.ts'
import type { ColumnBytes } from '../wire/column-bytes.ts'
import type { Scope } from '../graphql/scopes.ts'
import { dataOf, refusedBy, type Graph } from './graph.ts'
import type { Input } from './input.ts'
import { print } from './print.ts'
import type { Row } from './row.ts'

/** The facts of a route for the OpenAPI document. */
interface Facts extends Row {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly access: Scope
  /** Its `operationId` in the OpenAPI document. Generated clients name a function after it. */
  readonly operation: string
  /** A line for the OpenAPI document. */
  readonly summary: string
  /** The parameters in the query string, as OpenAPI describes them. */
  readonly query?: Readonly<Record<string, Parameter>>
  /** Name of the schema of the body in the OpenAPI document. */
  readonly body?: string
  /** Name of the schema of the answer in the OpenAPI document; or else the type of its bytes. */
  readonly answer: string | { readonly type: string }
  /** The statuses of a response other than 200, each with its meaning. */
  readonly statuses?: Readonly<Record<number, string>>
}

/** A parameter in the query string. */
interface Parameter {
  readonly description: string
  readonly schema: object
  readonly required?: boolean
}

/** A route of the REST API: a document of the graph, and the way from its data to a response. */
export interface Route extends Facts {
  readonly document: DocumentNode
  /** @throws BuildSpyError */
  readonly reply: (graph: Graph, input: Input) => Promise<Reply>
}

/** A response: JSON text, bytes, or a list that is read while it is sent. */
export type Reply = { readonly status: number; readonly text: string } | Bytes | List

/** Bytes with their type, and how they are compressed. */
export interface Bytes {
  readonly type: string
  readonly content: ColumnBytes
}

/** A list that is read page by page. */
export interface List {
  /** @returns undefined if there is no such list */
  readonly read: (page: PageRequest) => Promise<PageText | undefined>
  /** Most items. */
  readonly limit: number
}

/** The variables of a document that select a page. */
export interface PageRequest {
  readonly first: number
  readonly after: string | null
}

/** A page as JSON. */
export interface PageText extends PageInfo {
  /** Its nodes, with commas between them. */
  readonly text: string
  readonly count: number
}

interface PageInfo {
  readonly hasNextPage: boolean
  readonly endCursor: string | null
}

/** A page of a connection of the graph. */
interface Page<Node> {
  readonly nodes: readonly Node[]
  readonly pageInfo: PageInfo
}

/** A route with one value as its response. The types of its functions come from the document. */
export function defineRoute<Data, Variables, Value>({
  variables,
  value,
  status = () => 200,
  ...row
}: Facts & {
  readonly document: TypedDocumentNode<Data, Variables>
  /** The variables of the document. @throws BadInput */
  readonly variables: (input: Input) => Variables
  /** The response, from the data of the document. @throws BuildSpyError */
  readonly value: (data: Data, input: Input) => Value
  /** The status of the response; 200 if absent. */
  readonly status?: (value: Value) => number
}): Route {
  return {
    ...row,
    async reply(graph, input) {
      const answer = value(await ask(graph, row.document, variables(input), input), input)
      return { status: status(answer), text: print(answer) }
    },
  }
}

/** A route with a list as its response. The types of its functions come from the document. */
export function defineListRoute<Data, Variables, Node>({
  variables,
  page,
  text,
  limit = () => Infinity,
  ...row
}: Facts & {
  readonly document: TypedDocumentNode<Data, Variables>
  /** The variables of the document. @throws BadInput */
  readonly variables: (input: Input, page: PageRequest) => Variables
  /** A page, from the data of the document; null or undefined if the list does not exist. */
  readonly page: (data: Data) => Page<Node> | null | undefined
  /** A node as JSON. */
  readonly text: (node: Node) => string
  /** Most items; all if absent. @throws BadInput */
  readonly limit?: (input: Input) => number
}): Route {
  return {
    ...row,
    reply: async (graph, input) => ({
      limit: limit(input),
      async read(request) {
        const found = page(await ask(graph, row.document, variables(input, request), input))
        if (!found) return undefined
        const { nodes, pageInfo } = found
        return { text: nodes.map((node) => text(node)).join(','), count: nodes.length, ...pageInfo }
      },
    }),
  }
}

/** A route with bytes as its response, compressed as the client takes them. */
export function defineBytesRoute<Data, Variables>({
  variables,
  bytes,
  type,
  ...row
}: Omit<Facts, 'answer'> & {
  readonly type: string
  readonly document: TypedDocumentNode<Data, Variables>
  /** The variables of the document. */
  readonly variables: (input: Input) => Variables
  /** The response, from the data of the document; null or undefined if it does not exist. */
  readonly bytes: (data: Data) => ColumnBytes | null | undefined
}): Route {
  return {
    ...row,
    answer: { type },
    async reply(graph, input) {
      const content = bytes(await ask(graph, row.document, variables(input), input))
      if (!content) throw noSuchRun(input)
      return { type, content }
    },
  }
}

/** The error for an unknown run. A malformed id names no run either. */
export const noSuchRun = ({ params }: Pick<Input, 'params'>): NotFound =>
  new NotFound(`There is no run ${params['id']}`)

/** @throws NotFound, or GraphRefused with the graph's message */
async function ask<Data, Variables>(
  graph: Graph,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  input: Input,
): Promise<Data> {
  const result = await graph.query(document, variables)
  const [error] = result.errors ?? []
  if (!error) return dataOf(result)
  // An error about a variable has no path. The id of a run is the only variable that comes from a path.
  throw input.params['id'] !== undefined && !error.path && !result.errors!.some(isUnavailable)
    ? noSuchRun(input)
    : refusedBy(error)
}
