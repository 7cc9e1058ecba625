/** The columns of the table of processes. A narrow window keeps the most important ones. */
export const PROCESS_GRID =
  'grid items-center gap-x-3 px-3.5 grid-cols-[minmax(0,1fr)_4.75rem_4.5rem] ' +
  'md:grid-cols-[9rem_minmax(0,1fr)_5rem_8rem_5rem_5rem] ' +
  'xl:grid-cols-[11rem_minmax(0,1fr)_4.5rem_5.5rem_10rem_6rem_6.5rem_6rem]'
