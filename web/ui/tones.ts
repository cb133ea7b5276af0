/** Colour means something: `us` our (or your) turn, `others` theirs, `late` late or urgent, `done`, `neutral` nothing. */
export type Tone = 'us' | 'others' | 'late' | 'done' | 'neutral';
