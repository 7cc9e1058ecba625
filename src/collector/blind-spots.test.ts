import { expect, test } from 'vitest'
import { BlindSpots } from './blind-spots.ts'

function seen(traced: boolean, ...commands: string[]): string[] {
  const spots = new BlindSpots()
  for (const command of commands) {
    const argv = command.split(' ')
    spots.see(7, { name: argv[0]!, argv, cut: false, workingDir: '/' })
  }
  return spots.sentences(traced)
}

test('ordinary tools hide nothing', () => {
  expect(seen(true, 'make -j8', 'cc1 a.c', 'java -jar x.jar', 'constructor', '__proto__')).toEqual([])
})

test.each([
  ['bazel build //...', "bazel hands work to Bazel's server; what ran there was not recorded."],
  [
    'java -cp w.jar org.gradle.wrapper.GradleWrapperMain build',
    "gradle hands work to Gradle's daemon; what ran there was not recorded.",
  ],
  ['sccache cc -c a.c', "sccache hands work to sccache's server; what ran there was not recorded."],
  ['docker build .', 'docker hands work to dockerd or BuildKit; what ran there was not recorded.'],
])('%s', (command, sentence) => {
  expect(seen(true, command, command)).toEqual([sentence])
})

test('a server that the build itself started was recorded', () => {
  const daemon = 'java -Xmx512m org.gradle.launcher.daemon.bootstrap.GradleDaemon 8.5'
  expect(seen(true, 'gradle build', daemon)).toEqual([])
})

test('another tracer cannot trace beside ptrace; beside polling it can', () => {
  expect(seen(true, 'strace true')).toEqual([
    'strace (7) could not trace: a process has one tracer, and here it is BuildSpy; with --tracer poll it can.',
  ])
  expect(seen(false, 'strace true')).toEqual([])
})

test.each([
  ['/run/docker.sock', undefined, 'dockerd or BuildKit'],
  ['10.0.0.7:3632', undefined, 'a distcc server'],
  ['127.0.0.1:41000', { pid: 9, argv: ['java', 'x.GradleDaemon', '8.5'] }, "Gradle's daemon"],
])('a connection to %s is work handed on', (address, holder, server) => {
  const spots = new BlindSpots()
  spots.seeServer('node', { address, holder })
  expect(spots.sentences(true)).toEqual([`node hands work to ${server}; what ran there was not recorded.`])
})

test('an unknown server is named on this machine, and passed over elsewhere', () => {
  const spots = new BlindSpots()
  spots.seeServer('npm', { address: '104.16.1.34:443', holder: undefined })
  expect(spots.sentences(true)).toEqual([])
  spots.seeServer('cc', { address: '/run/x.sock', holder: { pid: 9, argv: ['/usr/bin/compiled', '-d'] } })
  expect(spots.sentences(true)).toEqual([
    'cc was connected to compiled (9) at /run/x.sock, outside of the build; what that did was not recorded.',
  ])
})
