import type { LetterTemplate } from '../letter.ts';

/** To whom a proxy was withdrawn: they vote for nobody under it any more. What they voted stays. */
export const proxyWithdrawn: LetterTemplate = {
  de: ({ campaign, facts }) => ({
    headline: `Sie stimmen nicht mehr für ${campaign?.principal || 'jemand anderen'} ab`,
    paragraphs: [
      facts.voted === true
        ? 'Die Vollmacht wurde widerrufen. Was Sie damit abgestimmt haben, zählt weiter.'
        : 'Die Vollmacht wurde widerrufen. Sie müssen dafür nichts mehr tun.',
    ],
    button: 'Ansehen',
  }),
  en: ({ campaign, facts }) => ({
    headline: `You no longer vote for ${campaign?.principal || 'somebody else'}`,
    paragraphs: [
      facts.voted === true
        ? 'The proxy was withdrawn. What you voted under it still counts.'
        : 'The proxy was withdrawn. You do not have to do anything else.',
    ],
    button: 'View the vote',
  }),
};
