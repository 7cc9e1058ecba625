/** What the command line takes from the environment; the only place in it that reads `process.env`. */
export interface Environment {
  /** The daemon's address. */
  readonly url: string | undefined
  /** Where commands are looked for. */
  readonly path: string | undefined
  /** Options that make hands to the commands it starts. */
  readonly makeflags: string
  /** The user wants no colours (no-color.org). */
  readonly noColor: boolean
}

export function readEnvironment(env: NodeJS.ProcessEnv = process.env): Environment {
  return {
    url: env['BUILDSPY_URL'] || undefined,
    path: env['PATH'],
    makeflags: env['MAKEFLAGS'] ?? '',
    noColor: Boolean(env['NO_COLOR']),
  }
}
