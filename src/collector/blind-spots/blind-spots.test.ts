import { expect, test } from 'vitest'
import { NO_PIPES } from '../tracers/tracer.ts'
import { BlindSpots } from './blind-spots.ts'

function seen(...commands: string[]): string[] {
  const spots = new BlindSpots()
  for (const command of commands) {
    const argv = command.split(' ')
    spots.see({ name: argv[0]!, argv, cut: false, workingDir: '/', pipes: NO_PIPES })
  }
  return spots.sentences()
}

test('ordinary tools hide nothing', () => {
  expect(seen('make -j8', 'cc1 a.c', 'java -jar x.jar', 'constructor', '__proto__')).toEqual([])
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
  expect(seen(command, command)).toEqual([sentence])
})

test('a server that the build itself started was recorded', () => {
  const daemon = 'java -Xmx512m org.gradle.launcher.daemon.bootstrap.GradleDaemon 8.5'
  expect(seen('gradle build', daemon)).toEqual([])
})

test.each([
  ['/run/docker.sock', undefined, 'dockerd or BuildKit'],
  ['10.0.0.7:3632', undefined, 'a distcc server'],
  ['127.0.0.1:41000', { pid: 9, argv: ['java', 'x.GradleDaemon', '8.5'] }, "Gradle's daemon"],
])('a connection to %s is work handed on', (address, holder, server) => {
  const spots = new BlindSpots()
  spots.seeServer('node', { address, holder })
  expect(spots.sentences()).toEqual([`node hands work to ${server}; what ran there was not recorded.`])
})

test('an unknown server is named on this machine, and passed over elsewhere', () => {
  const spots = new BlindSpots()
  spots.seeServer('npm', { address: '104.16.1.34:443', holder: undefined })
  expect(spots.sentences()).toEqual([])
  spots.seeServer('cc', { address: '/run/x.sock', holder: { pid: 9, argv: ['/usr/bin/compiled', '-d'] } })
  expect(spots.sentences()).toEqual([
    'cc was connected to compiled (9) at /run/x.sock, outside of the build; what that did was not recorded.',
  ])
})
