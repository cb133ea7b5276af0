import type { Addable } from '../../domain/texts/additions.ts';
import { toContractors } from '../../domain/texts/additions.ts';
import { composeMail } from './compose.ts';
import type { Locale, MessageContext } from './letter.ts';
import type { Rendered } from './render.ts';

/** What a sample is made of: everything else in it is invented. */
export interface SampleOf {
  template: Addable;
  locale: Locale;
  company: string;
  accent: string | null;
  /** What the office adds. */
  addition: string;
  /** Where the installation's replies go; null where nobody reads them. */
  replyDomain: string | null;
}

/** An address of nobody: what is composed for it goes nowhere. */
const NOBODY = 'muster@beispiel.invalid';

const words = {
  de: {
    title: 'Wasserhahn in der Küche tropft',
    said: 'Am besten nachmittags, bitte vorher anrufen.',
    reported: 'Der Wasserhahn tropft seit gestern, auch wenn er zugedreht ist.',
    client: 'Eigentümergemeinschaft Beispielweg 12, Beispielweg 12, 12345 Musterstadt',
    instructions: 'Dichtung am Wasserhahn in der Küche erneuern.',
    floor: '2. OG links',
  },
  en: {
    title: 'Kitchen tap is dripping',
    said: 'Afternoons are best, please phone first.',
    reported: 'The tap has been dripping since yesterday, even when it is turned off.',
    client: 'Owners’ association Beispielweg 12, Beispielweg 12, 12345 Musterstadt',
    instructions: 'Renew the seal of the kitchen tap.',
    floor: 'floor 2 left',
  },
};

/**
 * A message of one kind to nobody, composed as the real ones are, with all that they say (of replies too). Pure: for whoever
 * edits what is added to it, so the API may call it, and it alone of all that is in here.
 */
export function sampleMail({ template, locale, company, accent, addition, replyDomain }: SampleOf): Rendered {
  const say = words[locale];
  const context: MessageContext = {
    id: '00000000-0000-4000-8000-000000000000',
    template,
    locale,
    createdAt: '2026-05-11T07:00:00.000Z',
    company,
    accent,
    reader: toContractors.has(template) ? 'contractor' : 'resident',
    name: 'Erika Muster',
    email: NOBODY,
    mobile: null,
    fax: null,
    facts: { reason: 'notOurs', result: 'done', outcome: 'done', number: 'V-2026-0002' },
    late: false,
    number: toContractors.has(template) ? 'A-2026-0001' : 'V-2026-0001',
    orderNumber: 'A-2026-0001',
    title: say.title,
    urgency: 'normal',
    outcome: 'done',
    place: `Beispielweg 12a, 12345 Musterstadt, WE 07, ${say.floor}`,
    words: say.said,
    actor: company,
    contractor: 'Sanitär Muster GmbH',
    dwelling: 'Erika Muster',
    instructions: say.instructions,
    limitCents: 40_000,
    order: {
      client: say.client,
      invoiceTo: say.client,
      works: [
        {
          title: say.title,
          place: `WE 07, ${say.floor}`,
          description: say.reported,
          access: say.said,
        },
      ],
      more: 0,
    },
    appointment: {
      id: '00000000-0000-4000-8000-000000000001',
      starts: '2026-05-13T12:00:00.000Z',
      ends: '2026-05-13T14:00:00.000Z',
      sequence: 1,
    },
    slots: [
      {
        id: '00000000-0000-4000-8000-000000000002',
        starts: '2026-05-13T12:00:00.000Z',
        ends: '2026-05-13T14:00:00.000Z',
      },
      {
        id: '00000000-0000-4000-8000-000000000003',
        starts: '2026-05-14T06:00:00.000Z',
        ends: '2026-05-14T08:00:00.000Z',
      },
    ],
    stage: template === 'reminder' ? 'pick' : 'clarification',
    until: '2026-05-12T10:00:00.000Z',
    code: null,
    url: 'https://beispiel.invalid',
    address: 'https://beispiel.invalid',
    reply: 'muster',
    thread: '00000000-0000-4000-8000-000000000000',
    digest: null,
    preferences: { url: 'https://beispiel.invalid', oneClick: null },
    addition,
  };
  const mail = composeMail(context, NOBODY, replyDomain);
  if (mail === null) throw new Error('the address of the sample is none');
  const { subject, text, html } = mail;
  return { subject, text, html };
}
