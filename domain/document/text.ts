import { lexer, type MarkedToken, type Token } from 'marked';
import { z } from 'zod';

/** A run of text in one style. `href` is https:, http:, mailto: or tel:, nothing else. */
const run = z.object({
  text: z.string(),
  bold: z.literal(true).optional(),
  italic: z.literal(true).optional(),
  href: z.string().optional(),
});
export type Run = z.infer<typeof run>;

/** A part of a text: all that a notice needs and nothing that could do something. */
const block = z.discriminatedUnion('type', [
  z.object({ type: z.literal('heading'), level: z.union([z.literal(2), z.literal(3)]), runs: z.array(run) }),
  z.object({ type: z.literal('paragraph'), runs: z.array(run) }),
  z.object({ type: z.literal('list'), ordered: z.boolean(), first: z.int(), items: z.array(z.array(run)) }),
  z.object({ type: z.literal('quote'), runs: z.array(run) }),
  z.object({ type: z.literal('rule') }),
]);
export const blocks = z.array(block);
export type Block = z.infer<typeof block>;

const SAFE = /^(https?:\/\/|mailto:|tel:)[^\s<>"'\p{Cc}]+$/iu;

/**
 * What somebody wrote, as structure: headings, paragraphs, lists, quotations, bold, italic, links. It is written in a part
 * of Markdown; whatever else that knows (HTML, pictures, tables, code) stays the plain text that it was typed as.
 */
export function structured(source: string): Block[] {
  return lexer(source, { gfm: false, breaks: true }).flatMap((token) => blocksOf(token as MarkedToken));
}

function blocksOf(token: MarkedToken): Block[] {
  switch (token.type) {
    case 'space':
    case 'def':
      return [];
    case 'heading':
      return [{ type: 'heading', level: token.depth <= 2 ? 2 : 3, runs: runsOf(token.tokens) }];
    case 'paragraph':
      return [{ type: 'paragraph', runs: runsOf(token.tokens) }];
    case 'list':
      return [
        {
          type: 'list',
          ordered: token.ordered,
          first: typeof token.start === 'number' ? token.start : 1,
          items: token.items.map(({ tokens }) => runsOf(tokens)),
        },
      ];
    case 'blockquote':
      return [{ type: 'quote', runs: runsOf(token.tokens) }];
    case 'hr':
      return [{ type: 'rule' }];
    default:
      return token.raw.trim() === '' ? [] : [{ type: 'paragraph', runs: [{ text: token.raw.trim() }] }];
  }
}

type Style = Omit<Run, 'text'>;

function runsOf(tokens: Token[] | undefined, style: Style = {}): Run[] {
  return joined((tokens ?? []).flatMap((token) => runsOfOne(token as MarkedToken, style)));
}

function runsOfOne(token: MarkedToken, style: Style): Run[] {
  switch (token.type) {
    case 'strong':
      return runsOf(token.tokens, { ...style, bold: true });
    case 'em':
      return runsOf(token.tokens, { ...style, italic: true });
    case 'link':
      return SAFE.test(token.href)
        ? runsOf(token.tokens, { ...style, href: token.href })
        : [{ ...style, text: token.raw }];
    case 'br':
      return [{ ...style, text: '\n' }];
    case 'escape':
      return [{ ...style, text: token.text }];
    case 'text':
      return 'tokens' in token && token.tokens ? runsOf(token.tokens, style) : [{ ...style, text: token.text }];
    case 'paragraph':
      return [...runsOf(token.tokens, style), { ...style, text: '\n' }];
    case 'space':
      return [];
    case 'list':
      return token.items.flatMap(({ tokens }) => [{ ...style, text: '\n– ' }, ...runsOf(tokens, style)]);
    default:
      return [{ ...style, text: token.raw }];
  }
}

/** Neighbours of one style become one run; breaks at the end are nothing. */
function joined(runs: Run[]): Run[] {
  const found: Run[] = [];
  for (const { text, ...style } of runs) {
    const last = found.at(-1);
    const { text: before = '', ...lastStyle } = last ?? { text: '' };
    if (last && JSON.stringify(lastStyle) === JSON.stringify(style)) last.text = before + text;
    else found.push({ ...style, text });
  }
  const end = found.at(-1);
  if (end) end.text = end.text.replace(/\n+$/, '');
  return found.filter(({ text }) => text !== '');
}

const words = (runs: readonly Run[]): string =>
  runs
    .map(({ text, href }) => (href && href !== text ? `${text} (${href.replace(/^mailto:|^tel:/, '')})` : text))
    .join('');

/** The same text without any style, paragraph by paragraph: for mails' text parts, letters and the search. */
export function plainParagraphs(text: readonly Block[]): string[] {
  return text.flatMap((each) => {
    switch (each.type) {
      case 'rule':
        return [];
      case 'list':
        return each.items.map((item, n) => `${each.ordered ? `${each.first + n}.` : '–'} ${words(item)}`).join('\n');
      default:
        return words(each.runs);
    }
  });
}
