import { setTimeout as sleep } from 'node:timers/promises'
import { Command } from 'commander'
import { graphql } from '../../gql/cli/gql.ts'
import { graph, type Connection } from '../daemon/client.ts'
import {
  connectionOf,
  examples,
  withConnection,
  type ConnectionOptions,
} from '../daemon/connection-options.ts'
import type { Environment } from '../environment.ts'
import { A_RUN, findRun } from '../daemon/find-run.ts'
import { printComplaint, printLines } from '../terminal/output.ts'
import { painter, type Paint } from '../terminal/paint.ts'
import { readRecording } from '../daemon/recording.ts'
import { Screen } from '../terminal/screen.ts'
import { startState, takeEvents, type EndedProcess, type TailState } from '../pages/tail-state.ts'
import { headline, logLine, view } from '../pages/tail-view.ts'
import { watch } from '../daemon/watch.ts'

/** Between two pictures, milliseconds: often enough for a running clock. */
const REDRAW_MS = 200

/** Between two looks for a build that starts, milliseconds. */
const LOOK_MS = 250

/** `buildspy tail`: watches a run. */
export function tailCommand(environment: Environment): Command {
  return withConnection(new Command('tail'))
    .summary('follow a build while it runs')
    .description(
      'Follow a build while it runs. A terminal shows its running processes, counts and time, redrawn in place; ' +
        'other outputs get a line for each process that ended: when, how long it took, and its command. ' +
        'Without an id, follow the running build, or wait for the next one.',
    )
    .argument('[id]', A_RUN)
    .addHelpText(
      'after',
      examples('buildspy tail', 'buildspy tail 01a2042c', 'buildspy tail last | grep exit'),
    )
    .action(async (id: string | undefined, options: ConnectionOptions, command: Command) => {
      const connection = connectionOf(options, environment, command)
      const run = id === undefined ? await runningNow(connection) : await findRun(connection, id)
      const picture = process.stdout.isTTY
        ? onTerminal(painter(process.stdout, options.color ?? environment.color))
        : asLog()
      await follow(connection, run, picture)
    })
}

/** Shows the state; `ended` are the processes that ended since the last call. */
interface Picture {
  show(state: TailState, ended: readonly EndedProcess[]): void
  close(state: TailState): void
}

const EVENTS = graphql(`
  subscription Tail($id: UUID!, $after: Int!) {
    runEvents(runId: $id, after: $after) {
      seq
      events {
        line
      }
    }
  }
`)

async function follow(connection: Connection, id: string, picture: Picture): Promise<void> {
  let state = startState(await readRecording(connection, id))
  picture.show(state, [])
  const timer = setInterval(() => picture.show(state, []), REDRAW_MS)
  try {
    if (state.end !== null) return
    const batches = watch(connection, EVENTS, () => ({ id, after: state.seq }))
    for await (const { runEvents } of batches) {
      const lines = runEvents.events.map(({ line }) => line)
      const next = takeEvents(state, lines, runEvents.seq)
      state = next.state
      picture.show(state, next.ended)
      if (state.end !== null) return
    }
  } finally {
    clearInterval(timer)
    picture.close(state)
  }
}

/** Redraws in place. */
function onTerminal(paint: Paint): Picture {
  const screen = new Screen(process.stdout, paint)
  const show = (state: TailState): void => screen.draw(view(state, Date.now(), screen.size))
  return {
    show,
    close(state) {
      show(state)
      screen.close()
    },
  }
}

/** Only adds lines. */
function asLog(): Picture {
  return {
    show: (state, ended) => printLines(ended.map((process) => logLine(process, state))),
    close: (state) => printLines([headline(state, Date.now())]),
  }
}

const NOW = graphql(`
  query Now {
    live: runs(status: [running_live], first: 1) {
      nodes {
        id
      }
    }
    runs(first: 1) {
      nodes {
        id
      }
    }
  }
`)

/** The newest live run, or the next to be recorded, however short it is. */
async function runningNow(connection: Connection): Promise<string> {
  const { live, runs } = await graph(connection, NOW)
  if (live.nodes[0]) return live.nodes[0].id
  printComplaint(['buildspy: no build is running; waiting for the next'])
  for (;;) {
    const [newest] = (await graph(connection, NOW)).runs.nodes
    if (newest && newest.id !== runs.nodes[0]?.id) return newest.id
    await sleep(LOOK_MS)
  }
}
