/** Which tracer a user may ask for; `auto` is ptrace, or polling where ptrace is refused. */
export const TRACER_CHOICES = ['auto', 'ptrace', 'poll'] as const
export type TracerChoice = (typeof TRACER_CHOICES)[number]
