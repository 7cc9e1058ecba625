import { isatty } from 'node:tty'

const TIOCGWINSZ = 0x5413

/** For an output that is no terminal, or a terminal without a width. */
const USUAL_WIDTH = 100

/** Columns of the terminal behind a descriptor (ioctl_tty(2)). Node asks it by a stream only. */
export async function terminalWidth(fd: number): Promise<number> {
  if (!isatty(fd) || process.platform !== 'linux') return USUAL_WIDTH
  try {
    const { allocate, libc } = await import('../../collector/tracers/ptrace/libc.ts')
    const { bytes, pointer } = allocate(8)
    libc.func('int ioctl(int fd, unsigned long request, void *size)')(fd, TIOCGWINSZ, pointer)
    return bytes.readUInt16LE(2) || USUAL_WIDTH
  } catch {
    // There is no C library for this machine.
    return USUAL_WIDTH
  }
}
