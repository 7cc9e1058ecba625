/** A failure whose message is all the user needs: it says what to do, and `main.mjs` shows it without a stack. */
export class Failure extends Error {
  /**
   * @param {string} message
   * @param {{ exitCode?: number, cause?: unknown }} [options] exit code 1 unless set
   */
  constructor(message, { exitCode = 1, cause } = {}) {
    super(message, { cause })
    this.name = 'Failure'
    this.exitCode = exitCode
  }
}

/** Whether a signal ended the work. Later failures are consequences of that. */
export const interrupted = () => Number(process.exitCode) > 128
