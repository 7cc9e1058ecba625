import type { TimedProcess } from '../analysis/messages.ts'
import { builder } from './builder.ts'

export const ProcessTimeRef = builder.objectRef<TimedProcess>('ProcessTime').implement({
  description: 'A process with its times, in milliseconds.',
  fields: (t) => ({
    row: t.exposeInt('row', { description: 'Its row in the columns of `Run.timeline`.' }),
    pid: t.exposeInt('pid', { description: 'Its process id.' }),
    name: t.exposeString('name', { description: 'Its name.' }),
    commandLine: t.exposeString('commandLine', { description: 'Its command line.' }),
    workingDir: t.exposeString('workingDir', {
      description: 'The directory that it began in; empty if unknown.',
    }),
    start: t.exposeFloat('start', { description: 'Since the start of the run.' }),
    duration: t.exposeFloat('duration', { description: 'From its begin to its end, or until now.' }),
    own: t.exposeFloat('own', {
      description: 'The time while it was alive and none of its children was.',
    }),
    cpuTime: t.exposeFloat('cpuTime', {
      nullable: true,
      description: 'User and system time of the process alone; null if nothing measured it.',
    }),
    failed: t.exposeBoolean('failed', { description: 'A signal or an exit code other than 0 ended it.' }),
  }),
})
