import { rolldown } from 'rolldown'
import { PLANTS, type PlantName } from './plants.ts'

const MAIN = new URL('main.ts', import.meta.url).pathname

/**
 * Builds the simulation with the program in it: a file that starts at once.
 * @param directory where it is put, directly below the root of the repository, which it looks for above itself
 * @param plant a bug to put into the program
 * @returns the path of the file
 */
export async function bundleSimulation(directory: string, plant?: PlantName): Promise<string> {
  const bug = plant && PLANTS[plant]
  let isPlanted = false
  const bundle = await rolldown({
    input: MAIN,
    platform: 'node',
    external: ['@photostructure/sqlite', 'koffi', 'pg-native'],
    plugins: [
      {
        name: 'plant',
        transform(code, id) {
          if (!bug || !id.endsWith(bug.file)) return null
          if (code.split(bug.from).length !== 2) throw new Error(`${bug.file} has changed: ${bug.from}`)
          isPlanted = true
          return code.replace(bug.from, () => bug.to)
        },
      },
    ],
  })
  const { output } = await bundle.write({
    dir: directory,
    entryFileNames: `${plant ?? 'simulation'}.mjs`,
    codeSplitting: false,
  })
  await bundle.close()
  if (bug && !isPlanted) throw new Error(`${bug.file} is not part of the simulation`)
  return `${directory}/${output[0].fileName}`
}
