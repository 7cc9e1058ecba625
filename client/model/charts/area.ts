/**
 * A series over time as the area of an SVG path, in a box of milliseconds × `height`.
 * @param top the value at the upper edge
 */
export function areaPath(
  series: readonly { readonly mean: number }[],
  milliseconds: number,
  height: number,
  top: number,
): string {
  const part = milliseconds / series.length
  const points = series.map(({ mean }, i) => {
    const y = (height - (mean / top) * height).toFixed(1)
    return `L${(i * part).toFixed(2)},${y}L${((i + 1) * part).toFixed(2)},${y}`
  })
  return `M0,${height}${points.join('')}L${milliseconds.toFixed(2)},${height}Z`
}
