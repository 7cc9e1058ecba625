import { expect, test } from 'vitest'
import { processName } from './process-name.ts'

test.each([
  ['the path that was executed', ['cc'], '/usr/bin/gcc', 'gcc'],
  ['a script, not its interpreter', ['/bin/sh', './configure'], './configure', 'configure'],
  ['a script found in PATH', ['/usr/bin/perl', '/usr/bin/automake'], '/usr/bin/automake', 'automake'],
  ['a path that stands for an open file', ['/opt/tool', '-x'], '/proc/self/exe', 'tool'],
  ['an open descriptor', ['tool'], '/dev/fd/5', 'tool'],
  ['the kernel’s name', ['sh', '-c', 'x'], 'sh', 'sh'],
  ['a name cut short, of a program', ['/opt/a-very-long-program'], 'a-very-long-pro', 'a-very-long-program'],
  [
    'a name cut short, of a script',
    ['/bin/sh', '-e', '/opt/a-very-long-script'],
    'a-very-long-scr',
    'a-very-long-script',
  ],
  ['a name cut short that nothing completes', ['x'], 'a-very-long-pro', 'a-very-long-pro'],
  ['a login shell', ['-bash'], '/bin/bash', 'bash'],
  ['nothing but arguments', ['/opt/tool'], '', 'tool'],
  ['nothing at all', [], '', ''],
])('%s', (_case, argv, path, name) => {
  expect(processName(argv, path)).toBe(name)
})
