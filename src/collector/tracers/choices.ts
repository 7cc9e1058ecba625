/** The tracers that a user can choose. `auto` is ptrace, or polling if ptrace is refused. */
export const TRACER_CHOICES = ['auto', 'ptrace', 'poll'] as const
export type TracerChoice = (typeof TRACER_CHOICES)[number]
