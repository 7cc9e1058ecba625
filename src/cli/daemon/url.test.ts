import { expect, test } from 'vitest'
import { CliFailure } from '../failure.ts'
import { parseUrl } from './url.ts'

test.each([
  ['localhost:8080', 'http://localhost:8080/'],
  ['HTTPS://ci.example.org/buildspy', 'https://ci.example.org/buildspy'],
  ['[::1]:9', 'http://[::1]:9/'],
])('%s is %s', (text, href) => {
  expect(parseUrl(text).href).toBe(href)
})

test.each([
  '',
  '8080',
  ':8080',
  'ftp://host',
  'file:///x',
  'http://',
  'host:99999',
  'http://h/?a=1',
  'http://h/#x',
  'a b',
])('%j is no address of a daemon', (text) => {
  expect(() => parseUrl(text)).toThrow('It must be like http://127.0.0.1:8080.')
})

test.each(['http://user:secret@host', 'user:secret@host:80', 'http://secret@host'])(
  'no message repeats %s',
  (text) => {
    expect(() => parseUrl(text)).toThrow(CliFailure)
    expect(() => parseUrl(text)).not.toThrow(/secret/)
  },
)
