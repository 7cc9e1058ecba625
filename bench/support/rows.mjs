/**
 * What a figure should come to.
 * @typedef {{ readonly most?: number, readonly exactly?: number }} Goal
 */

/** Figures with their goals, told on stderr as they come. A row that begins with spaces belongs to the one above. */
export class Rows {
  /** @type {{ figure: string, measured: number, goal: Goal, met: boolean | null, note: string }[]} */
  list = []

  /**
   * @param {string} figure
   * @param {number} measured
   * @param {Goal} goal
   * @param {string} [note] what else to know of it
   */
  add(figure, measured, goal, note = '') {
    const { most, exactly } = goal
    const met = most !== undefined ? measured <= most : exactly !== undefined ? measured === exactly : null
    this.list.push({ figure, measured, goal, met, note })
    console.error(`${figure}: ${print(measured)}${note && ` (${note})`}`)
  }

  /** As a table of Markdown. */
  table() {
    const cells = this.list.map(({ figure, measured, goal, met, note }) => [
      figure.startsWith(' ') ? `– ${figure.trim()}` : figure,
      `${print(measured)}${note && ` (${note})`}`,
      goal.most !== undefined ? `≤ ${goal.most}` : String(goal.exactly ?? ''),
      met === null ? '' : met ? 'yes' : 'no',
    ])
    const lines = cells.map((row) => `| ${row.join(' | ')} |`)
    return ['| figure | measured | goal | met |', '| --- | ---: | ---: | --- |', ...lines].join('\n')
  }
}

/** Ratios to three decimals, larger figures whole. @param {number} value */
const print = (value) => (value >= 20 ? value.toFixed(0) : value === 1 ? '1' : value.toFixed(3))
