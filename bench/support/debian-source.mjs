import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Fetches the upstream source of a Debian package, from where this system has its own packages, and unpacks it. The
 * system's own lists stay as they are.
 * @param {string} name of the source package
 * @param {string} scratch a directory of its own
 * @returns {string} the directory of the source
 * @throws {Error} if this is no Debian, or its archive is out of reach
 */
export function debianSource(name, scratch) {
  mkdirSync(join(scratch, 'lists/partial'), { recursive: true })
  const apt = (...args) => execFileSync('apt-get', args, { cwd: scratch, encoding: 'utf8' })
  const format = 'deb-src $(REPO_URI) $(RELEASE) $(COMPONENT)'
  const lines = apt('indextargets', '--format', format, 'Created-By: Packages').trim().split('\n')
  writeFileSync(join(scratch, 'sources.list'), `${[...new Set(lines)].join('\n')}\n`)
  const options = {
    'Dir::Etc::sourcelist': join(scratch, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::State::lists': join(scratch, 'lists'),
    // The scratch directory is ours alone.
    'APT::Sandbox::User': 'root',
  }
  const own = ['-qq', ...Object.entries(options).flatMap(([key, value]) => ['-o', `${key}=${value}`])]
  apt(...own, 'update')
  apt(...own, 'source', '--download-only', '--only-source', name)
  const archive = readdirSync(scratch).find(
    (file) => file.startsWith(`${name}_`) && file.includes('.orig.tar'),
  )
  if (!archive) throw new Error(`apt-get source brought no source of ${name}`)
  const source = join(scratch, 'source')
  mkdirSync(source)
  execFileSync('tar', ['-xf', archive, '-C', source, '--strip-components=1'], { cwd: scratch })
  return source
}
