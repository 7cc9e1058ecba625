/** Sets of values that are told apart, at most: each is a time series, and clients choose the values. */
const MOST_SETS = 200

/** Characters of a value, at most. */
const MOST_CHARACTERS = 60

/** Stands for all values of a set that came too late. */
const OTHER = 'other'

/**
 * Bounds the values of labels that clients choose. The first sets of values are kept. All later ones become `other`, so the number of
 * time series does not grow with the builds.
 */
export class BoundedLabels<Name extends string> {
  readonly #known = new Set<string>()

  constructor(private readonly most = MOST_SETS) {}

  /** The values, as they may stand in a metric. */
  bounded(values: Readonly<Record<Name, string>>): Record<Name, string> {
    const cut = mapped(values, (value) => value.slice(0, MOST_CHARACTERS))
    const key = JSON.stringify(cut)
    if (!this.#known.has(key) && this.#known.size >= this.most) return mapped(values, () => OTHER)
    this.#known.add(key)
    return cut
  }
}

const mapped = <Name extends string>(
  values: Readonly<Record<Name, string>>,
  change: (value: string) => string,
): Record<Name, string> =>
  Object.fromEntries(Object.entries<string>(values).map(([name, value]) => [name, change(value)])) as Record<
    Name,
    string
  >
