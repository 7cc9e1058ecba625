import { setUp } from './setup.mjs'

/** `npm run build`: everything but the install, whether stale or not. */
export async function main() {
  await setUp({ force: true })
}
