import type { LetterTemplate, MessageContext } from '../letter.ts';

const withDocument = ({ facts }: MessageContext) => facts.why === 'documentWithdrawn';

/**
 * To everybody who was asked: nothing is asked of them any more. Where the document that they were to read was withdrawn,
 * to those who had not confirmed it.
 */
export const campaignWithdrawn: LetterTemplate = {
  de: (context) => ({
    headline: withDocument(context) ? 'Das Dokument wurde zurückgezogen' : `${context.label} zurückgezogen`,
    paragraphs: [
      withDocument(context)
        ? 'Wir hatten Sie gebeten, ein Dokument zu lesen und das zu bestätigen. Es wurde zurückgezogen: Sie müssen nichts mehr tun.'
        : 'Wir haben die Frage zurückgezogen. Sie müssen nichts mehr tun; gegebene Antworten zählen nicht.',
    ],
    button: 'Ansehen',
  }),
  en: (context) => ({
    headline: withDocument(context) ? 'The document was withdrawn' : `${context.label} withdrawn`,
    paragraphs: [
      withDocument(context)
        ? 'We had asked you to read a document and to confirm it. It was withdrawn: you do not have to do anything any more.'
        : 'We have withdrawn the question. You do not have to do anything; answers already given do not count.',
    ],
    button: 'View',
  }),
};
