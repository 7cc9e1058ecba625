import type { z } from 'zod'
import type { GraphSource } from '../daemon/client.ts'

/** The values that a tool takes, by name. */
type Shape = Readonly<Record<string, z.ZodType>>

/** A question that an agent may ask. */
export interface Tool {
  readonly name: string
  /** For the agent: the answer, its units and its limits. */
  readonly description: string
  readonly input: Shape
  /** @throws CliFailure with a sentence for the agent */
  answer(source: GraphSource, input: unknown): Promise<object>
}

/** Describes a tool; its function takes the values that its input describes. */
export const tool = <Input extends Shape>({
  answer,
  ...description
}: Omit<Tool, 'answer' | 'input'> & {
  readonly input: Input
  answer(source: GraphSource, input: { [Name in keyof Input]: z.output<Input[Name]> }): Promise<object>
}): Tool => ({
  ...description,
  // The server has checked it against `input`.
  answer: (source, input) => answer(source, input as { [Name in keyof Input]: z.output<Input[Name]> }),
})
