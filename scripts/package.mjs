import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import { runCommand } from './command.mjs'
import { main as writeManual } from './man.mjs'
import { setUp } from './setup.mjs'

const { version, license, homepage } = JSON.parse(readFileSync('package.json', 'utf8'))

/** The program, below the root of a system. */
const HOME = 'usr/lib/buildspy'

/** Where Debian's shells look for completions. */
const COMPLETIONS = {
  bash: 'usr/share/bash-completion/completions/buildspy',
  zsh: 'usr/share/zsh/vendor-completions/_buildspy',
  fish: 'usr/share/fish/vendor_completions.d/buildspy.fish',
}

/**
 * `npm run package`: builds a Debian package for this machine's architecture: the program, its manual, completions and a systemd
 * unit, which nothing starts.
 * @param {string[]} args where the package goes
 */
export async function main([directory = '.']) {
  await setUp()
  const architecture = (await runCommand('dpkg', ['--print-architecture'])).trim()
  const root = mkdtempSync(join(tmpdir(), 'buildspy-deb-'))
  try {
    chmodSync(root, 0o755)
    await copyProgram(root)
    await addManual(root)
    for (const [shell, file] of Object.entries(COMPLETIONS))
      write(root, file, await runCommand(process.execPath, ['dist/buildspy.js', 'completion', shell]))
    addUnit(root)
    write(root, 'usr/share/doc/buildspy/copyright', readFileSync('LICENSE'))
    write(root, 'DEBIAN/control', control(architecture, await sizeOf(root)))
    const file = join(directory, `buildspy_${version}_${architecture}.deb`)
    await runCommand('dpkg-deb', ['--root-owner-group', '-Zxz', '--build', root, file])
    console.log(file)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

/** What npm would install, without the binaries of other platforms. */
async function copyProgram(root) {
  for (const path of ['dist', 'package.json', 'schema.graphql', 'prisma/migrations'])
    cpSync(path, join(root, HOME, path), { recursive: true, filter: (source) => basename(source) !== 'man' })
  const listed = await runCommand('npm', ['ls', '--omit=dev', '--all', '--parseable'])
  const packages = listed.trim().split('\n').slice(1)
  const own = `${process.platform}-${process.arch}`
  for (const path of packages.map((each) => relative('.', each)))
    cpSync(path, join(root, HOME, path), {
      recursive: true,
      filter: (source) => !/\/prebuilds\/[^/]+$/.test(source) || source.endsWith(own),
    })
  mkdirSync(join(root, 'usr/bin'), { recursive: true })
  for (const name of ['buildspy', 'buildspyd'])
    symlinkSync(`../lib/buildspy/dist/${name}.js`, join(root, 'usr/bin', name))
}

async function addManual(root) {
  const manual = join(root, 'usr/share/man')
  await writeManual([manual])
  for (const section of readdirSync(manual))
    for (const name of readdirSync(join(manual, section))) {
      const file = join(manual, section, name)
      writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }))
      rmSync(file)
    }
}

function addUnit(root) {
  const unit = readFileSync('deploy/buildspyd.service', 'utf8')
  write(root, 'usr/lib/systemd/system/buildspyd.service', unit.replace('/opt/buildspy', `/${HOME}`))
}

function write(root, file, content) {
  mkdirSync(join(root, file, '..'), { recursive: true })
  writeFileSync(join(root, file), content)
}

/** In kibibytes, as dpkg counts. */
async function sizeOf(root) {
  return Number.parseInt(await runCommand('du', ['-sk', root]), 10)
}

/** deb-control(5) */
const control = (architecture, size) => `Package: buildspy
Version: ${version}
Architecture: ${architecture}
Maintainer: BuildSpy <buildspy@users.noreply.github.com>
Installed-Size: ${size}
Depends: nodejs (>= 20.19)
Section: devel
Priority: optional
Homepage: ${homepage.replace(/#.*/, '')}
Description: Shows where a build's time goes
 BuildSpy records every process that a build starts, stores the record, and
 shows it as a timeline, a flame graph and a critical path. License: ${license}.
`
