import { existsSync } from 'node:fs'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/opt/google/chrome/chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The system's Chromium or Chrome. @throws if there is none, with how to get it */
export function findChromium(): string {
  const found = PLACES.find((path) => existsSync(path))
  if (!found) throw new Error('No Chromium was found. On Debian: apt-get install chromium')
  return found
}
