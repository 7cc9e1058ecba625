import { expect, test, vi } from 'vitest'
import { occupyProcessors, slowBuild } from './support/slow-build.ts'

// Builds that are slow on purpose, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

test('one long link', async () => {
  const { run, causes, why } = await slowBuild({
    Makefile: 'all: a.o b.o\n\tsh spin.sh 800000 -o app\n%.o:\n\tsh spin.sh 50000 -o $@\n',
  })
  await run('make', '-j2')
  const [cause] = (await causes()).own
  expect(cause).toMatchObject({ kind: 'alone', text: expect.stringContaining('`sh app`') })
  expect(await why()).toContain('`sh app`')
})

test('a serial recursive make', async () => {
  const { run, causes } = await slowBuild({
    Makefile: 'all:\n\tfor dir in a b c; do $(MAKE) $$dir.o; done\n%.o:\n\tsh spin.sh 200000 -o $@\n',
  })
  await run('make', '-j4')
  const [cause] = (await causes()).own
  expect(cause).toMatchObject({
    kind: 'serial',
    text: expect.stringMatching(/`make a\.o`, `make b\.o` and 1 more/),
  })
})

test('too few jobs', async () => {
  const { run, causes } = await slowBuild({ Makefile: '%.o:\n\tsh spin.sh 200000 -o $@\n' })
  await run('make', 'a.o', 'b.o', 'c.o', 'd.o')
  const [cause] = (await causes()).own
  expect(cause).toMatchObject({ kind: 'jobs' })
})

test('a test that sleeps', async () => {
  const { run, why } = await slowBuild({ 'test.sh': 'sleep 1\n' })
  await run('sh', 'test.sh')
  expect(await why()).toMatch(/^`sleep 1`, started by `sh test\.sh`, waited .* without computing/)
})

test('a flag that makes a compile take longer', async () => {
  const makefile = (flags: string) =>
    `all: a.o x.o\na.o:\n\tsh spin.sh 50000 a.c -o $@\nx.o:\n\tsh spin.sh ${flags} x.c -o $@\n`
  const { run, write, causes } = await slowBuild({ Makefile: makefile('100000 -O1') })
  await run('make')
  await write({ Makefile: makefile('1000000 -O3') })
  await run('make')
  const [cause] = (await causes()).own
  expect(cause).toMatchObject({
    kind: 'changed',
    text: expect.stringMatching(/^`sh x\.c` changed, .*\+ -O3/),
  })
})

test('a needless rebuild', async () => {
  const { run, causes } = await slowBuild({
    Makefile: 'all: a.o b.o\n.PHONY: now\nnow:\na.o b.o: now\n\tsh spin.sh 200000 -o $@\n',
  })
  await run('make')
  await run('make')
  const rebuild = (await causes()).all.find(({ kind }) => kind === 'rebuild')
  expect(rebuild?.text).toMatch(/^Rebuilt: `sh [ab]\.o` and 1 other command ran again as in the build before/)
})

test('a needless rebuild, whose files say what did not change', async () => {
  const { runWithFiles, causes, told } = await slowBuild({
    Makefile:
      'all: b.o\ngen.h: now\n\tsh spin.sh 200000 gen; cat list > gen.h\nb.o: gen.h b.c\n\tcat gen.h b.c > b.o; sh spin.sh 200000 b\n.PHONY: now\nnow:\n',
    list: 'one',
    'b.c': 'b',
  })
  await runWithFiles('make')
  await runWithFiles('make')
  const [rebuild] = (await causes()).all.filter(({ kind }) => kind === 'rebuild')
  expect(rebuild?.text).toMatch(
    /^Rebuilt: .*(?:ran again since `gen\.h` was written by|needless, unless somebody edited)/,
  )
  const { advice } = JSON.parse(await told('why', '--json')) as { advice: { kind: string; text: string }[] }
  const [again] = advice.filter(({ kind }) => kind === 'again')
  expect(again?.text).toMatch(
    /ran again with the same \d+ inputs as in the build before, and no recorded process wrote one: needless, unless somebody edited .* Without it and 1 other step like it or after it/,
  )
  const { reruns } = JSON.parse(await told('compare', '--json')) as { reruns: { text: string }[] }
  expect(reruns.map(({ text }) => text)).toContainEqual(
    expect.stringMatching(/^`cat b\.c` ran again since `gen\.h` was written by `(?:sh|cat) /),
  )
})

test('another program on the processors', async () => {
  const { run, causes } = await slowBuild({ Makefile: '%.o:\n\tsh spin.sh 150000 -o $@\n' })
  occupyProcessors()
  await run('make', '-j2', 'a.o', 'b.o')
  expect((await causes()).all.map(({ kind }) => kind)).toContain('others')
})
