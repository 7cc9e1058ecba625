/** Where systems keep what belongs to no project. */
const SYSTEM =
  /^\/(?:bin|boot|dev|etc|gnu\/store|lib|lib32|lib64|libx32|nix\/store|opt|proc|run|sbin|snap|sys|usr|var)(?:\/|$)/

/** Which files are recorded: all, or only those that are not the system's. */
export const FILE_SCOPES = ['all', 'project'] as const
export type FileScope = (typeof FILE_SCOPES)[number]

/**
 * Whether a file is the system's.
 * @param workingDir of the build: what lies in it is the project's, wherever that is
 */
export function isSystemPath(name: string, workingDir: string): boolean {
  return SYSTEM.test(name) && !(workingDir !== '/' && `${name}/`.startsWith(`${workingDir}/`))
}
