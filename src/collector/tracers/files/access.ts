/** How a process used a file: a sum of these, as the wire has it (`ACCESS` of the analysis). */
export const ACCESS = {
  READ: 1,
  WRITTEN: 2,
  CREATED: 4,
  REMOVED: 8,
  EXECUTED: 16,
  LINKED: 32,
  LISTED: 64,
} as const
