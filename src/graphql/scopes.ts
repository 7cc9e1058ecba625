/** The permissions of a token: to submit, to read, to delete. `admin` includes the others. */
export const SCOPES = ['ingest', 'read', 'admin'] as const
export type Scope = (typeof SCOPES)[number]
export type Scopes = ReadonlySet<Scope>
