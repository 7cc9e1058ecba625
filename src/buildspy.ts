import { readFileSync, writeSync } from 'node:fs'

/** The command line's entry. `launch.sh` stands before it (rolldown.config.mjs). */
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string
}
const [first, ...others] = process.argv.slice(2)
const asksVersion = (first === '--version' || first === '-V') && others.length === 0
if (!asksVersion || !printVersion()) void runCommand()

/** Scripts ask for the version often, so nothing is loaded for it. @returns false if it failed: `main` says why */
function printVersion(): boolean {
  try {
    writeSync(1, `${version}\n`)
    return true
  } catch {
    return false
  }
}

async function runCommand(): Promise<void> {
  const { main } = await import('./cli/main.ts')
  await main(version, first)
}
