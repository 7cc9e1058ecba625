import { readFileSync } from 'node:fs'

/** An established TCP connection of this machine. */
export interface TcpConnection {
  readonly inode: number
  /** `127.0.0.1:4226`, `[::1]:4226`; other addresses of IPv6 as their 32 digits. */
  readonly local: string
  readonly remote: string
  /** This end is that of a listening port. */
  readonly isServer: boolean
}

/** States of a socket, in hexadecimal (tcp(7)). */
const ESTABLISHED = '01'
const LISTENING = '0A'

const LOOPBACK_6 = '00000000000000000000000000000001'
const MAPPED = /^0{20}ffff(.{8})$/

/** Reads the established connections of IPv4 and IPv6 (proc_net(5)). */
export function readTcpConnections(): TcpConnection[] {
  return parseTcpTables(['/proc/net/tcp', '/proc/net/tcp6'].map(readTable))
}

function readTable(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    // No IPv6, or no network at all.
    return ''
  }
}

/** Parses such files. */
export function parseTcpTables(tables: readonly string[]): TcpConnection[] {
  const rows = tables
    .flatMap((text) => text.trimEnd().split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
  const portOf = (field: string): string => field.slice(field.indexOf(':'))
  const listening = new Set(rows.filter((row) => row[3] === LISTENING).map((row) => portOf(row[1]!)))
  return rows
    .filter((row) => row[3] === ESTABLISHED)
    .map((row) => ({
      inode: Number(row[9]),
      local: printAddress(row[1]!),
      remote: printAddress(row[2]!),
      isServer: listening.has(portOf(row[1]!)),
    }))
}

/**
 * Words of four bytes, each in the machine's byte order, which is little-endian on all of Node's platforms. The port is
 * hexadecimal.
 */
function printAddress(field: string): string {
  const [words, port] = field.split(':')
  const bytes = words!.replaceAll(/(..)(..)(..)(..)/g, '$4$3$2$1').toLowerCase()
  const v4 = bytes.length === 8 ? bytes : MAPPED.exec(bytes)?.[1]
  const host = v4 ? Buffer.from(v4, 'hex').join('.') : bytes === LOOPBACK_6 ? '[::1]' : `[${bytes}]`
  return `${host}:${Number.parseInt(port!, 16)}`
}
