/** The result of a build's lines. */
export interface DeliveryReport {
  /** Lines that the daemon has stored. */
  readonly stored: number
  /** Lines that wait in the spool for the daemon's next start. */
  readonly spooled: number
  /** Lines lost: refused, or neither the daemon nor the spool took them. */
  readonly lost: number
  /** The reason of a server that refuses the waiting lines; undefined if none responds. */
  readonly refusal: string | undefined
}

/** Takes the lines of the wire away from the build, without ever making it wait. */
export interface Delivery {
  /** Lines of the record lost so far. */
  readonly lost: number
  /** Resource samples that gave way for want of memory. */
  readonly samplesDropped: number
  /** When a line was last given to it, by `performance.now()`. */
  readonly lastGiven: number
  /** @param essential part of the record; samples are not, and give way first */
  give(line: string, essential: boolean): void
  /** Delivers the rest, for a few seconds at most. */
  finish(): Promise<DeliveryReport>
}
