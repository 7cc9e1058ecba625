import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import type { ExecutionResult } from 'graphql'
import { headersOfStatus, isUnavailable, statusOf } from '../../errors.ts'

/** Responds with 503 and `Retry-After` if the database delivers no part of the result. A partial result has status 200. */
export const sayUnavailable = (): Plugin => ({
  onResultProcess({ result, setResult }) {
    if (Array.isArray(result) || isAsyncIterable(result)) return
    const { data, errors } = result as ExecutionResult
    if (!errors?.length || !errors.every(isUnavailable)) return
    if (Object.values(data ?? {}).some((value) => value !== null)) return
    const status = statusOf(errors[0]!.extensions['code'])
    setResult({ ...result, extensions: { http: { status, headers: headersOfStatus(status) } } })
  },
})
