/** What became of the lines of a build. */
export interface DeliveryReport {
  /** Lines that the daemon has stored. */
  readonly stored: number
  /** Lines lost: no room, refused, or the daemon was not there in time. */
  readonly lost: number
}

/** Takes the lines of the wire away from the build, without ever making it wait. */
export interface Delivery {
  /** Lines lost so far. */
  readonly lost: number
  /** When a line was last given to it, by `performance.now()`. */
  readonly lastGiven: number
  /** @param essential part of the record; samples are not, and give way first */
  give(line: string, essential: boolean): void
  /** Delivers the rest, for a few seconds at most. */
  finish(): Promise<DeliveryReport>
}
