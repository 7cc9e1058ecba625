import type { Image } from './tracers/tracer.ts'

/** A program that lets a process outside of the build work for it. */
interface Client {
  /** As a sentence begins: `Bazel's server`. */
  readonly server: string
  /** Words that tell the server's own start among its arguments: then it is of the build, and was recorded. */
  readonly started?: RegExp
}

const GRADLE: Client = { server: "Gradle's daemon", started: /\.GradleDaemon$/ }
const KOTLIN: Client = { server: "Kotlin's daemon", started: /\.KotlinCompileDaemon$/ }
const MAVEN: Client = { server: "Maven's daemon", started: /MavenDaemon$/ }
const BAZEL: Client = { server: "Bazel's server", started: /A-server\.jar$/ }
const DOCKER: Client = { server: 'dockerd or BuildKit' }
const NIX: Client = { server: 'nix-daemon' }

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
  sccache: { server: "sccache's server" },
  distcc: { server: 'a distcc server' },
  icecc: { server: "icecream's daemon" },
  docker: DOCKER,
  'docker-compose': DOCKER,
  buildctl: DOCKER,
  'nix-build': NIX,
  'nix-store': NIX,
}

/** Classes that Java runs as such a client. */
const JAVA_CLIENTS: readonly (readonly [RegExp, Client])[] = [
  [/^org\.gradle\.(wrapper\.GradleWrapperMain|launcher\.GradleMain)$/, GRADLE],
]

const TRACERS = new Set(['strace', 'ltrace', 'gdb', 'gdbserver', 'lldb', 'lldb-server', 'rr'])

/**
 * Notes what the build ran that hides work from a tracer: clients of build servers, by their known names, and
 * other tracers. A client under another name, or a library that speaks to a server, goes unnoticed.
 */
export class BlindSpots {
  private readonly contacted = new Map<Client, string>()
  private readonly started = new Set<Client>()
  private readonly tracers = new Set<string>()

  see({ name, argv }: Image): void {
    if (TRACERS.has(name)) this.tracers.add(name)
    const client = Object.hasOwn(CLIENTS, name) ? CLIENTS[name] : undefined
    if (client) this.contact(client, name)
    if (name === 'java' || name.startsWith('bazel')) this.seeJava(argv)
  }

  /** A sentence for each. @param traced whether BuildSpy itself was a tracer */
  sentences(traced: boolean): string[] {
    const hidden = [...this.contacted]
      .filter(([client]) => !this.started.has(client))
      .map(([{ server }, name]) => `${name} hands work to ${server}; what ran there was not recorded.`)
    if (!traced || this.tracers.size === 0) return hidden
    return [
      ...hidden,
      `${[...this.tracers].join(', ')} could not trace: a process has one tracer, and here it is BuildSpy; with --tracer poll it can.`,
    ]
  }

  private contact(client: Client, name: string): void {
    if (!this.contacted.has(client)) this.contacted.set(client, name)
  }

  private seeJava(argv: readonly string[]): void {
    for (const [pattern, client] of JAVA_CLIENTS) {
      if (argv.some((argument) => pattern.test(argument))) this.contact(client, 'gradle')
    }
    for (const client of [GRADLE, KOTLIN, MAVEN, BAZEL]) {
      if (argv.some((argument) => client.started!.test(argument))) this.started.add(client)
    }
  }
}
