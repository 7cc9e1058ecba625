import { ref, type Json } from './openapi-schemas.ts'
import type { Row } from './row.ts'

/** A row without a document of the graph, with its operation in the OpenAPI document. */
export interface DescribedRow extends Row {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly about: Json
}

/** Content of JSON, by the name of its schema. */
export const json = (name: string): Json => ({ 'application/json': { schema: ref(name) } })

/** Content of text. */
export const text = (type: string): Json => ({ [type]: { schema: { type: 'string' } } })

/** Content of bytes. */
export const bytes = (type: string): Json => ({ [type]: { schema: { type: 'string', format: 'binary' } } })

/** A response with content. */
export const ok = (description: string, content: Json): Json => ({ description, content })
