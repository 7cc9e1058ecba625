import type { OutsideServer } from './sockets/outside-servers.ts'
import { processName } from '../tracers/process-name.ts'
import type { Image } from '../tracers/tracer.ts'

/** A program that lets a process outside of the build work for it. */
interface Client {
  /** As a sentence begins: `Bazel's server`. */
  readonly server: string
  /** Words among its arguments that show the server's own start. Then the server belongs to the build, and was recorded. */
  readonly started?: RegExp
}

const GRADLE: Client = { server: "Gradle's daemon", started: /\.GradleDaemon$/ }
const KOTLIN: Client = { server: "Kotlin's daemon", started: /\.KotlinCompileDaemon$/ }
const MAVEN: Client = { server: "Maven's daemon", started: /MavenDaemon$/ }
const BAZEL: Client = { server: "Bazel's server", started: /A-server\.jar$/ }
const DOCKER: Client = { server: 'dockerd or BuildKit' }
const NIX: Client = { server: 'nix-daemon' }
const SCCACHE: Client = { server: "sccache's server" }
const DISTCC: Client = { server: 'a distcc server' }
const ICECREAM: Client = { server: "icecream's daemon" }

/** Programs by name, as a person names them. */
const CLIENTS: Readonly<Record<string, Client>> = {
  gradle: GRADLE,
  gradlew: GRADLE,
  mvnd: MAVEN,
  kotlinc: KOTLIN,
  bazel: BAZEL,
  bazelisk: BAZEL,
  buck: { server: "Buck's daemon" },
  buck2: { server: "Buck's daemon" },
  pants: { server: "Pants' daemon" },
  sccache: SCCACHE,
  distcc: DISTCC,
  icecc: ICECREAM,
  docker: DOCKER,
  'docker-compose': DOCKER,
  buildctl: DOCKER,
  'nix-build': NIX,
  'nix-store': NIX,
}

/** Java classes of such clients. */
const JAVA_CLIENTS: readonly (readonly [RegExp, Client])[] = [
  [/^org\.gradle\.(wrapper\.GradleWrapperMain|launcher\.GradleMain)$/, GRADLE],
]

/** Servers that can be recognised by their arguments. */
const SERVERS: readonly Client[] = [GRADLE, KOTLIN, MAVEN, BAZEL]

/** Addresses of servers: paths of sockets, and ports as their documentation has them. */
const ADDRESSES: readonly (readonly [RegExp, Client])[] = [
  [/\/(docker|containerd|buildkitd)[\w-]*\.sock$|:237[56]$/, DOCKER],
  [/\/nix\/daemon-socket\//, NIX],
  [/sccache|:4226$/, SCCACHE],
  [/:3632$/, DISTCC],
  [/icecc|:10245$/, ICECREAM],
]

/** An address on this machine. Other addresses are registries and the like, and only known servers there are reported. */
const LOCAL = /^[/@]|^127\.|^\[::1\]/

/**
 * Records the build's contacts with processes outside: clients of build servers, recognised by their names, and connections to
 * a server outside. A short connection of an unknown client goes unnoticed.
 */
export class BlindSpots {
  private readonly contacted = new Map<Client, string>()
  private readonly started = new Set<Client>()
  private readonly strangers: string[] = []

  /** A process runs a program from now on. */
  see({ name, argv }: Image): void {
    const client = Object.hasOwn(CLIENTS, name) ? CLIENTS[name] : undefined
    if (client) this.contact(client, name)
    if (name === 'java' || name.startsWith('bazel')) this.seeJava(argv)
  }

  /** A process of the build is connected to something outside of it. @param name of the process */
  seeServer(name: string, { address, holder }: OutsideServer): void {
    const argv = holder?.argv ?? []
    const known =
      ADDRESSES.find(([pattern]) => pattern.test(address))?.[1] ??
      SERVERS.find(({ started }) => argv.some((argument) => started!.test(argument)))
    if (known) this.contact(known, name)
    else if (LOCAL.test(address)) {
      const who = holder ? `${processName(argv, '')} (${holder.pid})` : 'a process'
      this.strangers.push(
        `${name} was connected to ${who} at ${address}, outside of the build; what that did was not recorded.`,
      )
    }
  }

  /** A sentence for each. */
  sentences(): string[] {
    const hidden = [...this.contacted]
      .filter(([client]) => !this.started.has(client))
      .map(([{ server }, name]) => `${name} hands work to ${server}; what ran there was not recorded.`)
    return [...hidden, ...this.strangers]
  }

  private contact(client: Client, name: string): void {
    if (!this.contacted.has(client)) this.contacted.set(client, name)
  }

  private seeJava(argv: readonly string[]): void {
    for (const [pattern, client] of JAVA_CLIENTS) {
      if (argv.some((argument) => pattern.test(argument))) this.contact(client, 'gradle')
    }
    for (const client of SERVERS) {
      if (argv.some((argument) => client.started!.test(argument))) this.started.add(client)
    }
  }
}
