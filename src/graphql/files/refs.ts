import type { Subject } from '../../analysis/analyst.ts'
import type { FileUser as User, UsedFile } from '../../analysis/files/messages.ts'
import { ACCESS } from '../../domain/analysis/recorded.ts'
import { builder } from '../builder.ts'

/** A file that processes of a run used. */
export interface FileNode extends UsedFile {
  readonly run: Subject
}

/** A process that used a file. */
export interface UserNode extends User {
  readonly run: Subject
}

/** The types of files, which refer to each other; `file.ts` describes them. */
export const File = builder.objectRef<FileNode>('File')
export const FileUser = builder.objectRef<UserNode>('FileUser')

export const FileAccess = builder.enumType('FileAccess', {
  description: 'How a process used a file.',
  values: {
    read: { value: ACCESS.READ, description: 'It opened the file to read.' },
    written: { value: ACCESS.WRITTEN, description: 'It opened the file to write.' },
    created: { value: ACCESS.CREATED, description: 'It made the file, or the directory.' },
    removed: { value: ACCESS.REMOVED, description: 'It removed the name.' },
    executed: { value: ACCESS.EXECUTED, description: 'It executed the file.' },
    linked: {
      value: ACCESS.LINKED,
      description: 'It made a link with this name, or renamed a file to it.',
    },
    listed: { value: ACCESS.LISTED, description: 'It opened the directory to list it, or entered it.' },
  } as const,
})

/** The ways in a sum of `ACCESS`. */
export const waysIn = (access: number) => Object.values(ACCESS).filter((way) => access & way)
