import { expect, it } from 'vitest'
import { toolOf } from './tools.ts'

it('names the tool behind a process', () => {
  expect(
    [
      '/usr/bin/x86_64-linux-gnu-gcc-12',
      'python3.11',
      'cc1',
      '/usr/lib/gcc/12/cc1plus',
      'g++',
      'clang-18',
    ].map(toolOf),
  ).toEqual(['gcc', 'python', 'cc1', 'cc1plus', 'g++', 'clang'])
})
