import { READS, WRITES } from '../../domain/analysis/files/ways.ts'
import { NOT_SET } from '../../wire/time.ts'
import { Process } from '../refs.ts'
import { pidsOf, userConnection } from './connections.ts'
import { File, FileAccess, FileUser, waysIn } from './refs.ts'

File.implement({
  description: 'A file that processes of a run used.',
  fields: (t) => ({
    path: t.exposeString('path', {
      description:
        'Its absolute name. `\\xHH` stands for a control character or a byte that is not UTF-8, `\\\\` for a backslash.',
    }),
    access: t.field({
      type: [FileAccess],
      description: 'How it was used by those whose files are listed.',
      resolve: ({ access }) => waysIn(access),
    }),
    readBy: t.connection({
      type: FileUser,
      description: 'The processes that read it, executed it or listed it, by start time.',
      resolve: (file, args, context) => userConnection(context, args, file, READS),
    }),
    writtenBy: t.connection({
      type: FileUser,
      description: 'The processes that wrote it, made it, or gave it its name, by start time.',
      resolve: (file, args, context) => userConnection(context, args, file, WRITES),
    }),
    readByPids: t.string({
      description: 'The pids of all that `readBy` lists, with commas between them.',
      complexity: 1,
      resolve: (file, _, context) => pidsOf(context, file, READS),
    }),
    writtenByPids: t.string({
      description: 'The pids of all that `writtenBy` lists, with commas between them.',
      complexity: 1,
      resolve: (file, _, context) => pidsOf(context, file, WRITES),
    }),
  }),
})

FileUser.implement({
  description: 'A process that used a file.',
  fields: (t) => ({
    row: t.exposeInt('row', { description: 'Its row in the columns of `Run.timeline`.' }),
    pid: t.exposeInt('pid', { description: 'Its process id.' }),
    name: t.exposeString('name', { description: 'Its name; empty if unknown.' }),
    access: t.field({
      type: [FileAccess],
      description: 'How it used the file.',
      resolve: ({ access }) => waysIn(access),
    }),
    process: t.field({
      type: Process,
      nullable: true,
      description: 'The process itself; null if it was deleted meanwhile.',
      resolve: async ({ run, pid, begun }, _, { loaders }) => {
        const startTime = begun === null ? NOT_SET : run.startTime + BigInt(begun)
        return (await loaders.process.load([run.id, pid, startTime])) ?? null
      },
    }),
  }),
})
