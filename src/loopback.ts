import { isIPv4 } from 'node:net'

/** The addresses that a server usually listens on for its own machine alone. */
export const LOOPBACK_ADDRESSES: readonly string[] = ['127.0.0.1', '::1']

/**
 * Whether a host is the machine itself: `localhost`, an address of 127.0.0.0/8 (RFC 1122 3.2.1.3), or `::1`, also in the
 * brackets of a URL.
 */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || (isIPv4(host) && host.startsWith('127.'))
