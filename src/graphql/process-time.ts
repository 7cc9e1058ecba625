import type { TimedProcess } from '../analysis/messages.ts'
import { builder } from './builder.ts'

export const ProcessTimeRef = builder.objectRef<TimedProcess>('ProcessTime').implement({
  description: 'A process with its times, in milliseconds.',
  fields: (t) => ({
    row: t.exposeInt('row', { description: 'Its row in the columns of `Run.timeline`.' }),
    pid: t.exposeInt('pid'),
    name: t.exposeString('name'),
    commandLine: t.exposeString('commandLine'),
    workingDir: t.exposeString('workingDir'),
    start: t.exposeFloat('start', { description: 'Since the start of the run.' }),
    duration: t.exposeFloat('duration'),
    own: t.exposeFloat('own', {
      description: 'How long it was alive while none of its children was.',
    }),
    cpuTime: t.exposeFloat('cpuTime', { nullable: true }),
    failed: t.exposeBoolean('failed'),
  }),
})
