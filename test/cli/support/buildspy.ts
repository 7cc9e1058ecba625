import { BUILDSPY, execute } from '../../tracers/support/record.ts'

/** Runs `buildspy` against a daemon. */
export const buildspy = async (url: string, args: readonly string[], input?: string) => {
  const env = { ...process.env, BUILDSPY_URL: url, NO_COLOR: '1' }
  const { stdout, ...rest } = await (
    await execute(process.execPath, [BUILDSPY, ...args], { env, ...(input !== undefined && { input }) })
  ).done
  return { ...rest, stdout: stdout.toString() }
}
