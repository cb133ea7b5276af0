import type { MessageContext } from './letter.ts';

/** What a message tells that is about no ticket and no order; whoever tells more says it after this. */
export const aboutNothing = {
  fax: null,
  facts: {},
  late: false,
  number: '',
  orderNumber: null,
  title: '',
  urgency: 'normal',
  outcome: null,
  place: '',
  words: '',
  actor: null,
  contractor: null,
  dwelling: null,
  instructions: '',
  limitCents: null,
  appointment: null,
  slots: [],
  stage: null,
  reply: null,
  digest: null,
  preferences: null,
} satisfies Partial<MessageContext>;
