import { readFileSync, writeFileSync } from 'node:fs'
import { runCommand } from './command.mjs'
import { timed } from './progress.mjs'
import { setUp } from './setup.mjs'
import { isFresh, stamped } from './stamp.mjs'

/** The page of the graph, which only the site has. */
const PAGE = 'docs/graph.md'

const PACKAGES = {
  name: 'docs-packages',
  inputs: ['docs/package-lock.json'],
  outputs: ['docs/node_modules/.package-lock.json'],
}

const installPackages = () =>
  runCommand('npm', ['ci', '--prefix', 'docs', '--no-audit', '--no-fund', '--prefer-offline'])

/**
 * `npm run docs`: builds the site into docs/.vitepress/dist. It needs no network once its packages are installed.
 * Those are VitePress's alone and have a lockfile of their own, so that `npm start` does without them.
 */
export async function main() {
  await setUp({ until: 'install' })
  if (!isFresh(PACKAGES))
    await timed('installing VitePress (npm ci)', () => stamped(PACKAGES, installPackages))
  const { graphReference } = await import('./graph-reference.mjs')
  writeFileSync(PAGE, graphReference(readFileSync('schema.graphql', 'utf8')))
  await timed('building the site (vitepress)', () =>
    runCommand('docs/node_modules/.bin/vitepress', ['build', 'docs']),
  )
}
