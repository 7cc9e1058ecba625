import type { Answer, Post } from '../../../src/collector/delivery/post.ts'
import type { Daemon } from '../actors/daemon.ts'
import type { World } from '../world.ts'

/** The network between builds and the daemon: requests and responses are messages that may be late, lost, or come twice. */
export class Network {
  /** Nothing passes. */
  isCut = false

  constructor(
    private readonly world: World,
    private readonly daemon: () => Daemon | undefined,
  ) {}

  /** How a build posts its lines. */
  readonly post: Post = (_, body, { signal }) => {
    const { world } = this
    const { current: client } = world
    return new Promise<Answer>((resolve, reject) => {
      const fail = (code: string) => world.after(0, () => reject(new Error(code)), client)
      signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true })
      const respond = (answer: Answer) => {
        if (this.isCut || world.strikes('responseLost', 'response')) return
        world.after(this.#latency(), () => resolve(answer), client)
      }
      this.#carry(body, respond, fail)
      if (world.strikes('requestTwice', 'request'))
        this.#carry(
          body,
          () => {},
          () => {},
        )
    })
  }

  #carry(body: string, respond: (answer: Answer) => void, fail: (code: string) => void): void {
    const { world } = this
    if (this.isCut || world.strikes('requestLost', 'request')) {
      if (world.random.chance(0.5)) fail('ECONNRESET')
      return
    }
    const arrive = () => {
      const daemon = this.daemon()
      if (!daemon?.process.isAlive) return fail('ECONNREFUSED')
      daemon.process.atEnd(() => fail('ECONNRESET'))
      world.after(0, () => void daemon.receive(body).then(respond), daemon.process)
    }
    world.after(this.#latency(), arrive, world.outside)
  }

  #latency(): number {
    const { world } = this
    return world.strikes('slowMessage', 'message')
      ? world.random.between(100, 12_000)
      : world.random.between(0, 20)
  }
}
