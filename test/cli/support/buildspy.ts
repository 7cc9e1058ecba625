import { BUILDSPY, execute } from '../../tracers/support/record.ts'

/** Says how wide and how coloured output is; the test's own terminal must not. */
const PLAIN = { NO_COLOR: '1', FORCE_COLOR: undefined, COLUMNS: undefined }

/** Runs `buildspy` against a daemon. */
export const buildspy = async (
  url: string,
  args: readonly string[],
  input?: string | Buffer,
  { cwd, env }: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
) => {
  const { stdout, ...rest } = await (
    await execute(process.execPath, [BUILDSPY, ...args], {
      env: { ...process.env, ...PLAIN, BUILDSPY_URL: url, ...env },
      ...(cwd !== undefined && { cwd }),
      ...(input !== undefined && { input }),
    })
  ).done
  return { ...rest, stdout: stdout.toString() }
}
