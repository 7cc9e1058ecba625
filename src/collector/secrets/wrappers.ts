/** A program that runs another: which of its options take a value, and how many words stand before the command. */
export interface Wrapper {
  readonly values: ReadonlySet<string>
  readonly words: number
}

const wrapper = (values = '', words = 0): Wrapper => ({ values: new Set(values.split(' ')), words })

const PLAIN = wrapper()

const WRAPPERS: Readonly<Record<string, Wrapper>> = {
  sudo: wrapper('-u -g -h -p -C -T -R -D -U -r -t --user --group --chdir'),
  doas: wrapper('-u -C'),
  env: wrapper('-u -C --unset --chdir'),
  nice: wrapper('-n'),
  ionice: wrapper('-c -n'),
  timeout: wrapper('-s -k --signal --kill-after', 1),
  time: wrapper('-f -o'),
  xargs: wrapper('-I -n -P -L -d -E -s -a'),
  parallel: wrapper('-j -S'),
  stdbuf: wrapper('-i -o -e'),
  taskset: wrapper('', 1),
  chrt: wrapper('', 1),
  chroot: wrapper('', 1),
  flock: wrapper('-w -E', 1),
  gosu: wrapper('', 1),
  'su-exec': wrapper('', 1),
  runuser: wrapper('-u -g'),
  ssh: wrapper('-i -p -l -o -F -L -R -D -J -b -c -E -m -S -W', 1),
  strace: wrapper('-e -o -s -p -u'),
  retry: wrapper('-n -t -d'),
  watch: wrapper('-n'),
  'xvfb-run': wrapper('-s -n'),
  'cross-env': PLAIN,
  dotenv: wrapper('-e -f'),
}

/** Programs and words of the shell that only stand before a command. */
const OTHERS = new Set(
  (
    'nohup setsid exec command builtin eval xcrun unbuffer busybox npx bunx pnpx ccache proxychains torsocks rlwrap winpty ' +
    'dotnet setarch catchsegv faketime caffeinate arch python python3 py sh bash zsh dash ksh ' +
    '! { } ( do then else elif if while until buildspy run'
  ).split(' '),
)

/** How the command within is found, if this is no command itself. */
export function wrapperOf(program: string): Wrapper | undefined {
  if (OTHERS.has(program)) return PLAIN
  return Object.hasOwn(WRAPPERS, program) ? WRAPPERS[program] : undefined
}

/** Programs that run a command of another machine or container behind words of their own. */
export const RUNS_ELSEWHERE =
  /^(?:docker|podman|nerdctl|kubectl|oc|docker-compose|nsenter|lxc|incus|vagrant|flyctl|fly|heroku)$/
