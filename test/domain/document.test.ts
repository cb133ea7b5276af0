import { describe, expect, test } from 'vitest';
import { type Holding, mayRead } from '../../domain/document/audience.ts';
import { type Addressing, addressingProblem, type ReadableDocument } from '../../domain/document/document.ts';
import { plainParagraphs, structured } from '../../domain/document/text.ts';

const property = '00000000-0000-4000-8000-000000000001';
const building = '00000000-0000-4000-8000-000000000002';
const unit = '00000000-0000-4000-8000-000000000003';
const anna = '00000000-0000-4000-8000-00000000000a';

const circular: ReadableDocument = {
  visibility: 'private',
  newcomers: true,
  validFrom: '2026-03-01',
  validUntil: '2026-03-31',
  since: '2026-03-01',
  addressees: [{ scope: 'building', id: building, roles: ['owners'] }],
};
const owns = (validFrom: string, validUntil: string | null): Holding => ({
  role: 'owners',
  propertyId: property,
  buildingId: building,
  unitId: unit,
  validFrom,
  validUntil,
});
const verdict = (document: ReadableDocument, day: string, ...holdings: Holding[]) => {
  const found = mayRead(document, anna, holdings, day);
  return found.reads ? found.by.role : found.because;
};

describe('who may read a document', () => {
  test('an owner of the house, from its first day to its last and not a day longer', () => {
    const always = owns('2020-01-01', null);
    expect(
      ['2026-02-28', '2026-03-01', '2026-03-31', '2026-04-01'].map((day) => verdict(circular, day, always)),
    ).toEqual(['notYet', 'owners', 'owners', 'tooLate']);
  });

  test('on the last day of owning still, on the next day no more', () => {
    const sold = owns('2020-01-01', '2026-03-10');
    expect(verdict(circular, '2026-03-10', sold)).toBe('owners');
    expect(verdict(circular, '2026-03-11', sold)).toBe('left');
  });

  test('who buys later, only where it is for those who come later too', () => {
    const bought = owns('2026-03-02', null);
    expect(verdict(circular, '2026-03-02', bought)).toBe('owners');
    expect(verdict({ ...circular, newcomers: false }, '2026-03-02', bought)).toBe('cameLater');
    expect(verdict({ ...circular, newcomers: false }, '2026-03-02', owns('2026-03-01', null))).toBe('owners');
  });

  test('other roles only what is public', () => {
    const lives = { ...owns('2020-01-01', null), role: 'residents' as const };
    expect(verdict(circular, '2026-03-05', lives)).toBe('otherRole');
    expect(verdict({ ...circular, visibility: 'public' }, '2026-03-05', lives)).toBe('residents');
  });

  test('the board of the house, but nothing about a single flat', () => {
    const board = { ...owns('2020-01-01', null), role: 'board' as const, unitId: null };
    const to = (scope: 'property' | 'building') => ({
      ...circular,
      addressees: [{ scope, id: scope === 'property' ? property : building, roles: ['board' as const] }],
    });
    expect([verdict(to('property'), '2026-03-05', board), verdict(to('building'), '2026-03-05', board)]).toEqual([
      'board',
      'board',
    ]);
    expect(
      verdict(
        { ...circular, visibility: 'public', addressees: [{ scope: 'unit', id: unit, roles: ['owners'] }] },
        '2026-03-05',
        board,
      ),
    ).toBe('otherPlace');
  });

  test('whoever is named, wherever they live', () => {
    expect(verdict({ ...circular, addressees: [{ scope: 'person', id: anna }] }, '2026-03-05')).toBe('person');
    expect(verdict({ ...circular, addressees: [{ scope: 'person', id: building }] }, '2026-03-05')).toBe('otherPlace');
  });
});

describe('an address is refused', () => {
  const sound: Addressing = {
    ...{ kind: 'notice', visibility: 'public', newcomers: true, validFrom: null, validUntil: null },
    addressees: [{ scope: 'property', id: property, roles: ['residents'] }],
  };
  test.each<[string, Partial<Addressing>, string | null]>([
    ['never when it is sound', {}, null],
    ['without anybody in it', { addressees: [] }, 'nobodyAddressed'],
    ['for a notice that is private', { visibility: 'private' }, 'kindIsPublic'],
    ['for a statement that is public', { kind: 'statement' }, 'kindIsPrivate'],
    ['for something public to a person', { addressees: [{ scope: 'person', id: anna }] }, 'publicNeedsPlace'],
    ['for something public that newcomers do not see', { newcomers: false }, 'publicNeedsNewcomers'],
    ['that ends before it begins', { validFrom: '2026-02-02', validUntil: '2026-02-01' }, 'endsBeforeItBegins'],
  ])('%s', (_, given, problem) => {
    expect(addressingProblem({ ...sound, ...given })).toBe(problem);
  });
});

describe('a text', () => {
  test('keeps headings, lists, bold, italics and links', () => {
    expect(
      structured('## Wasser\n\nAm **Montag** ist es *kalt*.\n\n- Keller\n- Bad\n\n[Plan](https://example.org/a)'),
    ).toEqual([
      { type: 'heading', level: 2, runs: [{ text: 'Wasser' }] },
      {
        type: 'paragraph',
        runs: [
          { text: 'Am ' },
          { bold: true, text: 'Montag' },
          { text: ' ist es ' },
          { italic: true, text: 'kalt' },
          { text: '.' },
        ],
      },
      { type: 'list', ordered: false, first: 1, items: [[{ text: 'Keller' }], [{ text: 'Bad' }]] },
      { type: 'paragraph', runs: [{ href: 'https://example.org/a', text: 'Plan' }] },
    ]);
  });

  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[x](javascript:alert(1))',
    '![x](https://example.org/p.png)',
    '[x](data:text/html,x)',
    '<svg/onload=alert(1)>',
    '[x](JaVaScRiPt:alert(1) "t")',
    '<https://example.org" onmouseover="x>',
  ])('takes %s for plain words, and its structure holds nothing that runs', (source) => {
    const body = structured(`Vorher ${source} nachher`);
    expect(body.every(({ type }) => type === 'paragraph')).toBe(true);
    const links = body.flatMap((each) => ('runs' in each ? each.runs.flatMap(({ href }) => href ?? []) : []));
    expect(links.every((href) => href.startsWith('https://') && !/["\s<>]/.test(href))).toBe(true);
    expect(plainParagraphs(body).join(' ')).toContain('nachher');
  });

  test('is read paragraph by paragraph without its style', () => {
    expect(plainParagraphs(structured('# A\n\n1. eins\n2. [zwei](https://z.de)\n\n---\n\n> so'))).toEqual([
      'A',
      '1. eins\n2. zwei (https://z.de)',
      'so',
    ]);
  });
});
