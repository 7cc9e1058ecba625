import { expect, test } from 'vitest'
import { fit, widthOf } from './columns.ts'
import { table, type Column, type Row } from './table.ts'

const row = (title: string, ...cells: string[]): Row => ({ cells, title: (room) => fit(title, room) })

test('columns stand in line', () => {
  const columns: Column[] = [{ heading: 'A' }, { heading: 'B', align: 'right' }]
  const rows = [row('x', '日本', '1'), row('y', 'e\u0301', '日'), row('z', '\u001b', '10')]
  expect(table(columns, 'C', rows, 80)).toEqual([
    'A      B  C',
    '日本   1  x',
    'e\u0301     日  y',
    String.raw`\x1b  10  z`,
  ])
})

const COLUMNS: Column[] = [
  { heading: 'ID' },
  { heading: 'STARTED', goes: 2 },
  { heading: 'COUNT', align: 'right', goes: 1 },
]
const ROWS = [
  row('make -j8 all check install dist', 'a1', 'yesterday', '1,234'),
  row('ls', 'b2', 'today', '5'),
]

test.each([
  [70, 'a1  yesterday  1,234  make -j8 all check install dist'],
  [49, 'a1  yesterday  1,234  make -j8 all check install…'],
  [45, 'a1  yesterday  make -j8 all check install di…'],
  [37, 'a1  make -j8 all check install dist'],
  [20, 'a1  make -j8 all ch…'],
  [Infinity, 'a1  yesterday  1,234  make -j8 all check install dist'],
])('in %d columns others give way to what a row is about', (width, line) => {
  const lines = table(COLUMNS, 'COMMAND', ROWS, width)
  expect(lines[1]).toBe(line)
  for (const each of lines) expect(widthOf(each)).toBeLessThanOrEqual(width)
})
