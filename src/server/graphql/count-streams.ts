import { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { Unavailable } from '../../errors.ts'

/**
 * Counts a subscription over HTTP as an open connection, before it starts. Above the limit, the response is 503. A subscription
 * over a socket is counted with its socket.
 */
export const countStreams: Plugin<{ hold?: () => boolean }> = {
  onSubscribe({ args, setResultAndStopExecution: stop }) {
    const { hold } = args.contextValue
    if (!hold || hold()) return
    const { code, message } = new Unavailable('Too many subscriptions and sockets are open. Try again later.')
    const http = { status: 503, headers: { 'Retry-After': '1' } }
    stop({ errors: [new GraphQLError(message, { extensions: { code, http } })] })
  },
}
