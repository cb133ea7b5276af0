/** How many lines an introduction of a quotation ("On Tue … wrote:") may be broken into. */
const INTRODUCTION_LINES = 4;

/** What mail programs put before the message that they quote as a whole. */
const QUOTED_FROM_HERE = [
  /^-{2,}\s*(original message|ursprüngliche nachricht|weitergeleitete nachricht|forwarded message|urspr\. nachricht)\s*-{2,}$/i,
  /^begin forwarded message:$/i,
  /^anfang der weitergeleiteten nachricht:$/i,
];

/** "Am 24.11.2026 um 14:03 schrieb …:", "On Tue, Nov 24, 2026 at 2:03 PM … wrote:", and their like in other languages. */
const INTRODUCTION =
  /^(am|on|le|op|il|den|el|w dniu)\b.{0,300}(schrieb|wrote|a écrit|schreef|ha scritto|skrev|escribió|napisał\(a\))[^:]{0,200}:$/i;
const INTRODUCTION_BEGINS = /^(am|on|le|op|il|den|el|w dniu)\s/i;

/** Outlook's block of headers: the first line names the sender, one of the next the date. */
const HEADER_FROM = /^\*?(von|from|de|da|van|od)\s?:\*?\s/i;
const HEADER_SENT = /^\*?(gesendet|sent|date|datum|envoyé|inviato|verzonden|wysłano)\s?:\*?\s/i;

/** What a phone or a program adds by itself. */
const ADDED = [
  /^(von meinem|mit meinem) .{1,60} gesendet\.?$/i,
  /^gesendet (von|mit|aus) .{1,80}$/i,
  /^diese nachricht wurde von meinem .{1,80} gesendet\.?$/i,
  /^sent (from|with) .{1,80}$/i,
  /^get outlook for .{1,40}$/i,
  /^(outlook|holen sie sich outlook) für (ios|android).{0,80}$/i,
  /^_{5,}$/,
];

/**
 * What somebody wrote anew in a reply: without the message that they quote, without a signature after `-- `, and without
 * what their phone adds. Where the answer stands below or between the quoted lines, it is what is not quoted.
 */
export function ownWords(whole: string): string {
  const lines = clean(whole).split('\n');
  const end = quotationAt(lines);
  const before = withoutQuotes(lines.slice(0, end));
  if (before !== '') return before;
  // Below the quotation, as some still write.
  const after = lines.slice(end);
  const firstQuoted = after.findIndex(isQuoted);
  return firstQuoted < 0 ? '' : withoutQuotes(after.slice(firstQuoted));
}

/** A text without signs that no page shows: control characters, marks that turn the direction of writing. */
export function clean(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\u00a0/g, ' ')
    .replace(/[^\P{C}\n\t]/gu, '')
    .normalize('NFC');
}

const isQuoted = (line: string) => /^\s{0,2}>/.test(line);

/** The line at which the quoted message begins; the number of lines where there is none. */
function quotationAt(lines: readonly string[]): number {
  for (const [at, raw] of lines.entries()) {
    const line = raw.trim().slice(0, 600);
    if (QUOTED_FROM_HERE.some((mark) => mark.test(line))) return at;
    if (HEADER_FROM.test(line) && lines.slice(at + 1, at + 5).some((next) => HEADER_SENT.test(next.trim())))
      return lines[at - 1]?.trim().match(/^_{5,}$/) ? at - 1 : at;
    if (INTRODUCTION_BEGINS.test(line)) {
      let introduction = '';
      for (const [n, next] of lines.slice(at, at + INTRODUCTION_LINES).entries()) {
        // It has no empty line in it, and names a date.
        if (next.trim() === '' || (n > 0 && INTRODUCTION_BEGINS.test(next.trim()))) break;
        introduction = `${introduction} ${next.trim()}`.trim().slice(0, 700);
        if (INTRODUCTION.test(introduction) && /\d/.test(introduction)) return at;
      }
    }
  }
  return lines.length;
}

function withoutQuotes(lines: readonly string[]): string {
  const signature = lines.findIndex((line) => line === '-- ' || line === '--');
  return (signature < 0 ? lines : lines.slice(0, signature))
    .filter((line) => !isQuoted(line) && !ADDED.some((added) => added.test(line.trim())))
    .join('\n')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
