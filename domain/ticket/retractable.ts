/** The acts that can be taken back: those that no other lifecycle heard of. */
export const retractable = ['accept', 'reject', 'forward', 'setUrgency', 'note', 'close'] as const;
export type Retractable = (typeof retractable)[number];

/** Whether an act on a ticket is one that can be taken back. */
export function isRetractable(type: string): type is Retractable {
  return (retractable as readonly string[]).includes(type);
}
