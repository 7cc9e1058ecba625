import { expect, it } from 'vitest'
import { recordCommand } from './record-command.ts'

it.each([
  ['http://localhost:8080/runs', 'buildspy run -- make -j8'],
  ['http://127.0.0.1:9090/runs?q=x', 'buildspy run --url http://127.0.0.1:9090 -- make -j8'],
  ['https://builds.example.org/', 'buildspy run --url https://builds.example.org -- make -j8'],
])('at %s the command names the daemon', (page, command) => {
  expect(recordCommand(new URL(page))).toBe(command)
})
