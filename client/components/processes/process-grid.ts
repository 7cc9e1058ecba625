/** The columns of the table of processes. A narrow table keeps the most important ones. */
export const PROCESS_GRID =
  'grid items-center gap-x-3 px-3.5 grid-cols-[minmax(0,1fr)_4.75rem_4.5rem] ' +
  '@3xl:grid-cols-[9rem_minmax(0,1fr)_8rem_5rem_5rem_5rem] ' +
  '@6xl:grid-cols-[11rem_minmax(0,1fr)_4rem_5rem_9rem_5rem_5rem_6rem_6rem]'
