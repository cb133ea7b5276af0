import { crc32, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';

/** What it is, its bytes, and what becomes of it: the type that it is kept as, or the reason why it is not. */
export type HostileFile = [what: string, bytes: Buffer, becomes: string];

/** What would run if anybody took it for a page. */
export const MARKUP = '<!doctype html><script>alert(1)</script><img src=x onerror=alert(1)>';
/** In two parts, so that no scanner takes this file for what it tests with. */
const EICAR = `X5O!P%@AP[4\\PZX54(P^)7CC)7}$${'EICAR-STANDARD-ANTIVIRUS'}-${'TEST-FILE!$H+H*'}`;

const bytes = (text: string) => Buffer.from(text, 'latin1');
const svg = (inside: string, attributes = '') =>
  bytes(`<svg xmlns="http://www.w3.org/2000/svg"${attributes}>${inside}</svg>`);

/** A ZIP of one entry, smallest form. */
export function zip(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content, { level: 1 });
  const head = Buffer.alloc(26);
  head.writeUInt16LE(20, 0);
  head.writeUInt16LE(8, 4);
  head.writeUInt32LE(crc32(content), 10);
  head.writeUInt32LE(packed.length, 14);
  head.writeUInt32LE(content.length, 18);
  head.writeUInt16LE(name.length, 22);
  const entry = Buffer.concat([bytes('PK\x03\x04'), head, bytes(name), packed]);
  const listed = Buffer.concat([bytes('PK\x01\x02\x14\0'), head, Buffer.alloc(14), bytes(name)]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(entry.length, 16);
  return Buffer.concat([entry, listed, end]);
}

const PAGES = '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj';
/** A PDF of no pages with more objects. */
export function pdf(extra: string | Buffer = '', body = PAGES): Buffer {
  const more = typeof extra === 'string' ? bytes(extra) : extra;
  return Buffer.concat([bytes(`%PDF-1.7\n${body}\n`), more, bytes('\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n')]);
}
const script = '<</S/JavaScript/JS(app.alert(1))>>';
/** A stream of packed objects, as an attacker may write it: how its dictionary, its beginning and its end look. */
function packed(given: { inside?: Buffer; dictionary?: string; begin?: string; end?: string } = {}): Buffer {
  const { inside = deflateSync(bytes(`3 0 ${script}`)), begin = 'stream\n', end = '\nendstream endobj' } = given;
  const dictionary = given.dictionary ?? '/Type/ObjStm/N 1/First 4/Filter/FlateDecode';
  return Buffer.concat([bytes(`9 0 obj<<${dictionary}/Length ${inside.length}>>${begin}`), inside, bytes(end)]);
}
const hexed = (text: string) => deflateSync(bytes(`${bytes(text).toString('hex')}>`));

/** Archives, programs and pages that want to hurt, each with what becomes of it. */
export function hostileFiles(): HostileFile[] {
  const bomb = zip('a', Buffer.alloc(32 << 20));
  return [
    // Pages and drawings, whatever they call themselves.
    ['an SVG with a script', svg('<script>alert(1)</script>'), 'fileType'],
    ['an SVG that runs when it is loaded', svg('', ' onload="alert(1)"'), 'fileType'],
    [
      'an SVG with a page in it',
      svg(`<foreignObject><body xmlns="http://www.w3.org/1999/xhtml">${MARKUP}</body></foreignObject>`),
      'fileType',
    ],
    [
      'an SVG that names a file',
      bytes(
        '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&e;</text></svg>',
      ),
      'fileType',
    ],
    [
      'an SVG that unfolds without end',
      bytes(
        `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, n) => `<!ENTITY a${n} "${`&a${n || ''};`.repeat(10)}">`).join('')}]><svg xmlns="http://www.w3.org/2000/svg">&a8;</svg>`,
      ),
      'fileType',
    ],
    [
      'an SVG that loads from elsewhere',
      svg('<image href="http://127.0.0.1:1/x"/><use href="data:image/svg+xml,x#y"/>'),
      'fileType',
    ],
    ['a packed SVG', gzipSync(svg('<script>alert(1)</script>')), 'fileType'],
    [
      'an SVG in UTF-16',
      Buffer.from('\ufeff<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'utf16le'),
      'fileType',
    ],
    ['a page', bytes(MARKUP), 'fileType'],
    ['a script', bytes('alert(1)'), 'fileType'],
    // Programs.
    ['the virus for tests', bytes(EICAR), 'fileType'],
    ['the virus for tests in a ZIP', zip('eicar.com', bytes(EICAR)), 'fileType'],
    ['a program of Windows', bytes('MZ\x90\0\x03\0\0\0PE\0\0'), 'fileType'],
    ['a program of Linux', bytes('\x7fELF\x02\x01\x01\0'), 'fileType'],
    ['a script of a shell', bytes('#!/bin/sh\nid\n'), 'fileType'],
    // Archives and office files.
    ['a ZIP that unpacks to 32 MB', bomb, 'fileType'],
    ['a ZIP in a ZIP in a ZIP', zip('b.zip', zip('a.zip', bomb)), 'fileType'],
    ['a ZIP with a path that climbs', zip('../../../etc/cron.d/x', bytes('x')), 'fileType'],
    ['a ZIP’s first bytes', Buffer.from('504b03041400000008000000', 'hex'), 'fileType'],
    ['a gzip that unpacks to 32 MB', gzipSync(Buffer.alloc(32 << 20)), 'fileType'],
    ['a letter with macros', zip('word/vbaProject.bin', bytes('Attribute VB_Name = "x"')), 'fileType'],
    [
      'an old office file with macros',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]),
      'fileType',
    ],
    ['a PDF behind a page', Buffer.concat([bytes(MARKUP), pdf()]), 'fileType'],
    // Nothing, and too much.
    ['nothing', Buffer.alloc(0), 'fileType'],
    ['one byte', Buffer.from([0xff]), 'fileType'],
    ['25 MB and a byte', Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc((25 << 20) - 3)]), 'fileTooLarge'],
  ];
}

/** PDFs that want to hurt, each with what becomes of it. */
export function hostilePdfs(): HostileFile[] {
  return [
    ['a PDF with a script', pdf(`3 0 obj${script}endobj`), 'fileActive'],
    [
      'a PDF that runs a script when opened',
      pdf('', `1 0 obj<</Type/Catalog/OpenAction${script}>>endobj`),
      'fileActive',
    ],
    ['a PDF with a script, written in escapes', pdf('3 0 obj<</S/J#61vaScript/J#53(x)>>endobj'), 'fileActive'],
    [
      'a PDF with scripts that have names',
      pdf('', '1 0 obj<</Type/Catalog/Names<</JavaScript 3 0 R>>>>endobj'),
      'fileActive',
    ],
    ['a PDF that starts a program', pdf('3 0 obj<</S/Launch/F(cmd.exe)>>endobj'), 'fileActive'],
    ['a PDF with files in it', pdf('3 0 obj<</Names<</EmbeddedFiles 4 0 R>>>>endobj'), 'fileActive'],
    ['a PDF that opens a file in it', pdf('3 0 obj<</S/GoToE/T<</R/C>>>>endobj'), 'fileActive'],
    ['a PDF with an XFA form', pdf('', '1 0 obj<</Type/Catalog/AcroForm<</XFA 5 0 R>>>>endobj'), 'fileActive'],
    ['a PDF that sends its form', pdf('3 0 obj<</S/SubmitForm/F(http://127.0.0.1:1/)>>endobj'), 'fileActive'],
    ['a PDF that reads a form', pdf('3 0 obj<</S/ImportData/F(x.fdf)>>endobj'), 'fileActive'],
    ['a PDF that acts when a page is turned', pdf('3 0 obj<</Type/Page/AA<</O 4 0 R>>>>endobj'), 'fileActive'],
    ['a PDF with a script among packed objects', pdf(packed()), 'fileActive'],
    ['a PDF whose packed objects begin after a bare return', pdf(packed({ begin: 'stream\r' })), 'fileActive'],
    ['a PDF whose packed objects begin after spaces', pdf(packed({ begin: 'stream  \r\n' })), 'fileActive'],
    ['a PDF whose packed objects never end', pdf(packed({ end: '' })), 'fileActive'],
    [
      'a PDF whose packed objects hide their kind',
      pdf(packed({ dictionary: '/Type/ObjStm/N 1/First 4/X( obj)/Filter/FlateDecode' })),
      'fileActive',
    ],
    [
      'a PDF whose packed objects are packed twice',
      pdf(
        packed({
          inside: hexed(`3 0 ${script}`),
          dictionary: '/Type/ObjStm/N 1/First 4/Filter[/FlateDecode/ASCIIHexDecode]',
        }),
      ),
      'fileContent',
    ],
    [
      'a PDF whose packed objects are packed in two ways',
      pdf(
        packed({
          inside: hexed(`3 0 ${script}`),
          dictionary: '/Type/ObjStm/N 1/First 4/Filter/FlateDecode/Filter[/FlateDecode/ASCIIHexDecode]',
        }),
      ),
      'fileContent',
    ],
    [
      'a PDF whose packed objects stand behind a string that says stream',
      pdf(Buffer.concat([bytes('4 0 obj(live stream)endobj\n'), packed()])),
      'fileContent',
    ],
    [
      'a PDF whose packed objects stand behind a comment that says stream',
      pdf(Buffer.concat([bytes('% stream\n'), packed()])),
      'fileContent',
    ],
    [
      'a PDF with a script between two halves of a stream that is none',
      pdf(`4 0 obj(>>stream\n)endobj 3 0 obj${script}endobj 5 0 obj(endstream)endobj`),
      'fileActive',
    ],
    [
      'a PDF with a script on the line of a stream that is none',
      pdf(`4 0 obj(stream)endobj 3 0 obj${script}endobj`),
      'fileActive',
    ],
    ['a PDF of a million streams on one line', pdf('stream '.repeat(1_000_000)), 'application/pdf'],
    [
      'a PDF whose packed objects unpack to 70 MB',
      pdf(packed({ inside: deflateSync(Buffer.alloc(70 << 20)) })),
      'fileContent',
    ],
    ['a PDF whose packed objects are none', pdf(packed({ inside: Buffer.alloc(40, 7) })), 'fileContent'],
    ['a locked PDF', pdf('trailer<</Encrypt 5 0 R>>'), 'fileLocked'],
    ['a PDF cut off', pdf().subarray(0, 60), 'fileContent'],
    ['a PDF with a page behind it', Buffer.concat([pdf(), bytes(MARKUP)]), 'fileContent'],
    [
      'a PDF whose pages lead back to themselves',
      pdf(
        '',
        '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R]/Parent 2 0 R/Count 9>>endobj',
      ),
      'application/pdf',
    ],
    ['a PDF of a hundred thousand brackets', pdf(`3 0 obj${'['.repeat(100_000)}endobj`), 'application/pdf'],
    ['a PDF of a hundred thousand streams without end', pdf('stream\n'.repeat(100_000)), 'application/pdf'],
  ];
}

/** Names that want to hurt, on a good photo; each is kept under a name that does not. */
export const hostileNames: [what: string, name: string][] = [
  ['a path', '../../../../etc/cron.d/x.jpg'],
  ['a path of Windows', '..\\..\\Startup\\x.jpg'],
  ['NUL', 'foto.html\0.jpg'],
  ['marks that turn the writing', 'foto\u202egpj.exe'],
  ['Arabic', '\u0635\u0648\u0631\u0629.jpg'],
  ['Hebrew with marks', '\u200f\u05ea\u05de\u05d5\u05e0\u05d4\u2066.jpg'],
  ['ten thousand letters', `${'n'.repeat(10_000)}.jpg`],
  ['half a pair at its end', `${'n'.repeat(119)}\u{1f6b0}\u{1f6b0}.jpg`],
  ['markup', '<img src=x onerror=alert(1)>.jpg'],
  ['a line of a header', 'x%0d%0aSet-Cookie: a=b.jpg'],
  ['a program’s ending', 'foto.jpg.exe'],
  ['nothing', ''],
  ['a statement', "'); drop table stored_file; --.jpg"],
];
