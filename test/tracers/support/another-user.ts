import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** The user and the group `nobody`. */
const NOBODY = 65534

/** What `buildspy run` needs of the tree. */
const PARTS = [
  'dist/buildspy.js',
  'dist/lib',
  'dist/package.json',
  'package.json',
  'node_modules/koffi',
  'node_modules/@koromix',
]

/** A place in which a user without privileges can run BuildSpy, wherever the tree and Node are. */
export interface Place {
  readonly directory: string
  readonly node: string
  readonly buildspy: string
  /** A directory of that user's. */
  readonly data: string
  /** What stands before a command that is to run as that user. */
  readonly asUser: readonly string[]
}

/** Copies the program to where anybody may enter: the tree may lie in somebody's home. Needs root. */
export function placeForAnotherUser(): Place {
  const parent = [tmpdir(), '/tmp', '/var/tmp'].find((path) => mayBeEntered(path))
  if (!parent) throw new Error('there is no temporary directory that every user may enter')
  const directory = realpathSync(mkdtempSync(join(parent, 'buildspy-user-')))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  chmodSync(directory, 0o755)
  for (const part of PARTS)
    cpSync(join(ROOT, part), join(directory, part), { recursive: true, dereference: true })
  // Nor does it matter what the umask was when they were made.
  execFileSync('chmod', ['-R', 'a+rX', directory])
  const data = join(directory, 'data')
  mkdirSync(data)
  chownSync(data, NOBODY, NOBODY)
  return {
    directory,
    node: reachableNode(directory),
    buildspy: join(directory, 'dist/buildspy.js'),
    data,
    asUser: ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'],
  }
}

function reachableNode(directory: string): string {
  const node = realpathSync(process.execPath)
  if (mayBeEntered(dirname(node))) return node
  const copy = join(directory, 'node')
  copyFileSync(node, copy)
  chmodSync(copy, 0o755)
  return copy
}

/** Whether every user may go to a directory, through all above it. */
function mayBeEntered(path: string): boolean {
  const isOpen = (statSync(path).mode & 0o001) !== 0
  return isOpen && (path === '/' || mayBeEntered(dirname(path)))
}
