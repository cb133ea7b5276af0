import type { LetterTemplate } from '../letter.ts';

/** Tells who sent invitations how many have not come. */
export const invitationsMissing: LetterTemplate = {
  de: ({ facts }) => ({
    headline: `${facts.missing} von ${facts.invited} Eingeladenen fehlen noch`,
    paragraphs: [
      'Wer per E-Mail eingeladen war, wurde erinnert. Sie sehen, wer fehlt, und können ihnen Briefe mit einem neuen Code schicken.',
    ],
    button: 'Einladungen ansehen',
    otherwise: 'Die Einladungen enden nach sechzig Tagen.',
  }),
  en: ({ facts }) => ({
    headline: `${facts.missing} of ${facts.invited} who were invited are still missing`,
    paragraphs: [
      'Who was invited by mail has been reminded. You see who is missing and can send them letters with a new code.',
    ],
    button: 'View the invitations',
    otherwise: 'The invitations end after sixty days.',
  }),
};
