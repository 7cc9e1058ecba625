import type { RunHeadQuery } from '../gql/graphql.ts'
import type { RunHead } from '../model/runs/run-head.ts'

/** The head of a run, or why there is none; `date` is the `Date` header of the response. */
interface HeadAnswer {
  readonly head: RunHead | 'missing' | 'error'
  readonly date: string | null
}

/** Reads the head of a run. @param query the text of the query */
export async function readHead(query: string, id: string): Promise<HeadAnswer> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query, variables: { id } }),
  }).catch(() => null)
  const result = (await response?.json().catch(() => null)) as { data?: RunHeadQuery | null } | null
  const date = response?.headers.get('date') ?? null
  return { head: result?.data?.run ?? (result?.data ? 'missing' : 'error'), date }
}

/** Reads the processes of a run, as PROTOCOL.md describes them; the browser decompresses them. @returns null if that failed */
export async function readColumns(id: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const response = await fetch(`/api/runs/${id}/columns`)
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : null
  } catch {
    return null
  }
}
