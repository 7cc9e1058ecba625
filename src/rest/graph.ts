import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { parse, type ExecutionResult, type GraphQLError } from 'graphql'
import { GraphRefused } from '../errors.ts'
import type { TypedDocumentString } from '../gql/rest/graphql.ts'

/** The graph, as the REST layer needs it: it executes with the rights of the client whose request this is. */
export interface Graph {
  query<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<ExecutionResult<Data>>
}

/** The graph, as the WebSockets need it. */
export interface LiveGraph extends Graph {
  /** @throws GraphQLError if the subscription is refused */
  subscribe<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<AsyncGenerator<ExecutionResult<Data>>>
}

/** The nodes of a text that `graphql(…)` gives, parsed once, when the daemon starts. */
export const documentOf = <Data, Variables>(
  text: TypedDocumentString<Data, Variables>,
): TypedDocumentNode<Data, Variables> => parse(String(text))

/** The data of a result. @throws GraphQLError, the first of the result */
export function dataOf<Data>({ data, errors }: ExecutionResult<Data>): Data {
  const [error] = errors ?? []
  if (error) throw error
  return data!
}

/** An error that the graph answers, with its code. */
export const refusedBy = ({ message, extensions }: GraphQLError): GraphRefused =>
  new GraphRefused(String(extensions['code']), message)
