import { expect, test } from 'vitest'
import { parseTcpTables } from './tcp-table.ts'

const HEADING =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n'
const row = (local: string, remote: string, state: string, inode: number): string =>
  `   0: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0 20 4 0\n`

test('connections of IPv4, IPv6 and IPv4 within IPv6, with the ends that a listening port has', () => {
  const v4 =
    HEADING +
    row('0100007F:1082', '00000000:0000', '0A', 1) +
    row('0100007F:D3F2', '0100007F:1082', '01', 2) +
    row('0100007F:1082', '0100007F:D3F2', '01', 3)
  const v6 =
    HEADING +
    row('00000000000000000000000001000000:9C40', '00000000000000000000000001000000:0050', '01', 4) +
    row('0000000000000000FFFF00000100007F:9C41', '0000000000000000FFFF00000200000A:0E30', '01', 5)
  expect(parseTcpTables([v4, v6, ''])).toEqual([
    { inode: 2, local: '127.0.0.1:54258', remote: '127.0.0.1:4226', isServer: false },
    { inode: 3, local: '127.0.0.1:4226', remote: '127.0.0.1:54258', isServer: true },
    { inode: 4, local: '[::1]:40000', remote: '[::1]:80', isServer: false },
    { inode: 5, local: '127.0.0.1:40001', remote: '10.0.0.2:3632', isServer: false },
  ])
})
