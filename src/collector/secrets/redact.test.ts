import { expect, test } from 'vitest'
import { redactArguments, redactText } from './redact.ts'

/** Put together here, so that no scanner takes it for a real one. */
const key = (prefix: string, length: number): string => prefix + 'a1B2c3D4'.repeat(40).slice(0, length)

test.each([
  ['curl --password=hunter2 x', 'curl --password=[redacted] x'],
  ['deploy --token abc123 --verbose', 'deploy --token [redacted] --verbose'],
  ['deploy --api-key abc --apiKey def', 'deploy --api-key [redacted] --apiKey [redacted]'],
  ['env GITHUB_TOKEN=abc make', 'env GITHUB_TOKEN=[redacted] make'],
  [
    'env PGPASSWORD=abc AWS_SECRET_ACCESS_KEY=x/y+z psql',
    'env PGPASSWORD=[redacted] AWS_SECRET_ACCESS_KEY=[redacted] psql',
  ],
  ['git clone https://user:pass@host/x.git', 'git clone https://user:[redacted]@host/x.git'],
  ['git clone https://user:p@ss@host/x.git', 'git clone https://user:[redacted]@host/x.git'],
  [`git clone https://${'x'.repeat(24)}@host/x.git`, 'git clone https://[redacted]@host/x.git'],
  ['curl -u me:secret https://host', 'curl -u [redacted] https://host'],
  ['sshpass -p secret ssh host', 'sshpass -p [redacted] ssh host'],
  ['npm config set //registry/:_authToken=abc', 'npm config set //registry/:_authToken=[redacted]'],
])('%s', (line, redacted) => {
  expect(redactArguments(line.split(' ')).join(' ')).toBe(redacted)
})

test.each([
  'cc1 -O2 -DNDEBUG -I/usr/include -o a.o a.c',
  'env PWD=/src OLDPWD=/ CC=gcc make -j8',
  'git clone https://git@host/x.git ssh://host:22/x',
  'docker run -p 80:80 image:latest',
  'sh -c "curl --token $TOKEN; deploy --password ${PASSWORD}"',
  'run --token --verbose',
  'max-tokens=5 --token-file=/etc/t tokenize=1 passenger=2 author=me',
  'desk-top-something-quite-long-here-indeed task-aaaaaaaaaaaaaaaaaaaaaaaa',
])('%s is left as it is', (line) => {
  expect(redactArguments(line.split(' ')).join(' ')).toBe(line)
})

test.each([
  ['Authorization: Bearer abc.def', 'Authorization: [redacted]'],
  [
    "curl -H 'Authorization: Basic YTpi' -H 'Accept: x'",
    "curl -H 'Authorization: [redacted]' -H 'Accept: x'",
  ],
  [
    'deploy --token abc; deploy --db-password "a" -v',
    'deploy --token [redacted]; deploy --db-password "[redacted]" -v',
  ],
  ['X-Api-Key: abc', 'X-Api-Key: [redacted]'],
  ['{"user": "me", "password": "a b"}', '{"user": "me", "password": "[redacted]"}'],
  ['{"client_secret":"abc","x":1}', '{"client_secret":"[redacted]","x":1}'],
  ['TOKEN="a b" make && SECRET=x; true', 'TOKEN="[redacted]" make && SECRET=[redacted]; true'],
  ['https://h/?a=1&access_token=abc&b=2', 'https://h/?a=1&access_token=[redacted]&b=2'],
  ['-----BEGIN RSA PRIVATE KEY-----\nabc', '[redacted]'],
])('within one argument: %s', (text, redacted) => {
  expect(redactText(text)).toBe(redacted)
})

test.each([
  key('ghp_', 36),
  key('github_pat_', 60),
  key('glpat-', 20),
  key('sk-', 48),
  key('sk-proj-', 48),
  `AKIA${'A1B2'.repeat(4)}`,
  key('xoxb-', 40),
  key('AIza', 35),
  key('npm_', 36),
  `${key('eyJ', 20)}.${key('eyJ', 40)}.${key('', 30)}`,
])('the key %s is known by its look', (secret) => {
  expect(redactText(`push '${secret}' now`)).toBe("push '[redacted]' now")
  expect(redactText(secret)).toBe('[redacted]')
})
