import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Parts } from './parts.ts';

const style = {
  top: 'margin:0;font-size:13px;line-height:19px;color:#5a6861',
  title: 'margin:2px 0 0;font-size:15px;line-height:22px;font-weight:600;color:#16201b',
  headline: 'margin:20px 0 0;font-size:21px;line-height:28px;font-weight:600;letter-spacing:-0.01em;color:#16201b',
  turn: 'margin:18px 0 0;padding:14px 16px;background-color:#fdf1dc;border-left:3px solid #9a5b00;border-radius:8px',
  asked: 'margin:0;font-size:16px;line-height:24px;font-weight:600;color:#9a5b00',
  paragraph: 'margin:16px 0 0;font-size:16px;line-height:24px;color:#16201b',
  quote: 'margin:18px 0 0;padding:12px 16px;background-color:#eef0ed;border-radius:8px',
  small: 'margin:0 0 4px;font-size:13px;line-height:18px;color:#5a6861',
  quoted: 'margin:0;font-size:16px;line-height:24px;color:#16201b;overflow-wrap:anywhere',
  facts: 'margin:18px 0 0;border-collapse:collapse;width:100%',
  label:
    'padding:9px 16px 9px 0;border-top:1px solid #e0e4e0;font-size:14px;line-height:20px;color:#5a6861;text-align:left;' +
    'vertical-align:top;font-weight:400;width:34%',
  value:
    'padding:9px 0;border-top:1px solid #e0e4e0;font-size:15px;line-height:20px;color:#16201b;vertical-align:top;' +
    'overflow-wrap:anywhere',
  group: 'margin:26px 0 0;font-size:13px;line-height:18px;font-weight:600;color:#5a6861',
  item: 'margin:12px 0 0;padding:14px 16px;border:1px solid #e0e4e0;border-radius:8px',
  itemLink:
    'font-size:16px;line-height:22px;font-weight:600;color:#0e6a4f;text-decoration:none;overflow-wrap:anywhere;hyphens:auto',
  due: 'margin:6px 0 0;font-size:14px;line-height:20px;font-weight:600;color:#9a5b00',
  happened: 'margin:10px 0 0;font-size:15px;line-height:22px;color:#16201b;overflow-wrap:anywhere',
  otherwise: 'margin:24px 0 0;padding:12px 16px;border:1px dashed #868f89;border-radius:8px',
  otherwiseText: 'margin:0;font-size:14px;line-height:21px;color:#5a6861',
};

/** The parts of a letter as HTML, its button in the company's colour. */
export function contentHtml(parts: Parts, accent: string | null): string {
  const { top, title, headline, asked, paragraphs, quote, facts, otherwise } = parts;
  const button = parts.button && buttonHtml(parts.button, accent);
  return [
    top && `<p class="muted" style="${style.top}">${escapeHtml(unbroken(top))}</p>`,
    title && `<p class="ink" style="${style.title}">${escapeHtml(title)}</p>`,
    `<h1 class="ink" style="${style.headline}">${escapeHtml(headline)}</h1>`,
    asked &&
      `<div class="turn" style="${style.turn}"><p class="turn-ink" style="${style.asked}">${escapeHtml(unbroken(asked))}</p></div>`,
    asked && button,
    ...paragraphs.map((text) => `<p class="ink" style="${style.paragraph}">${escapeHtml(text)}</p>`),
    quote &&
      `<div class="sunken" style="${style.quote}"><p class="muted" style="${style.small}">${escapeHtml(quote.who)}</p>` +
        `<p class="ink" style="${style.quoted}">${escapeHtml(quote.text).replaceAll('\n', '<br>')}</p></div>`,
    facts.length > 0 &&
      `<table style="${style.facts}"><tbody>${facts
        .map(
          ([label, value]) =>
            `<tr><th scope="row" class="muted line" style="${style.label}">${escapeHtml(label)}</th>` +
            `<td class="ink line" style="${style.value}">${escapeHtml(unbroken(value))}</td></tr>`,
        )
        .join('')}</tbody></table>`,
    ...parts.groups.map(groupHtml),
    !asked && button,
    otherwise &&
      `<div class="line" style="${style.otherwise}"><p class="muted" style="${style.small}">${escapeHtml(otherwise.label)}</p>` +
        `<p class="muted" style="${style.otherwiseText}">${escapeHtml(otherwise.text)}</p></div>`,
  ]
    .filter(Boolean)
    .join('\n');
}

function groupHtml({ heading, items, more }: Parts['groups'][number]): string {
  const shown = items.map(({ top, title, url, due, lines }) =>
    [
      `<div class="line" style="${style.item}"><a class="link" href="${escapeHtml(url)}" style="${style.itemLink}">${escapeHtml(title)}</a>`,
      `<p class="muted" style="${style.top}">${escapeHtml(unbroken(top))}</p>`,
      due && `<p class="turn-ink" style="${style.due}">${escapeHtml(unbroken(due))}</p>`,
      ...lines.flatMap(({ at, text, quote }) => [
        `<p class="ink" style="${style.happened}"><span class="muted" style="font-size:13px;color:#5a6861">${escapeHtml(unbroken(at))}</span><br>${escapeHtml(text)}</p>`,
        quote &&
          `<div class="sunken" style="${style.quote};margin-top:8px"><p class="ink" style="${style.quoted}">${escapeHtml(quote).replaceAll('\n', '<br>')}</p></div>`,
      ]),
      '</div>',
    ]
      .filter(Boolean)
      .join(''),
  );
  return [
    heading && `<h2 class="muted" style="${style.group}">${escapeHtml(heading)}</h2>`,
    ...shown,
    more && `<p class="muted" style="${style.top};margin-top:10px">${escapeHtml(more)}</p>`,
  ]
    .filter(Boolean)
    .join('\n');
}

/** The small link under a letter. */
export function linkHtml({ label, url }: NonNullable<Parts['preferences']>): string {
  return `<br><a class="muted" href="${escapeHtml(url)}" style="color:#5a6861;text-decoration:underline">${escapeHtml(label)}</a>`;
}

function buttonHtml({ label, url }: NonNullable<Parts['button']>, accent: string | null): string {
  const background = accent ?? '#0e6a4f';
  const ink = isLight(background) ? '#16201b' : '#ffffff';
  const cell = `border-radius:8px;background-color:${background}`;
  const link =
    `display:inline-block;padding:14px 24px;font-size:16px;line-height:22px;font-weight:600;color:${ink};` +
    'text-decoration:none;text-align:center';
  return (
    '<table role="presentation" class="button" cellpadding="0" cellspacing="0" style="margin:20px 0 0;border-collapse:separate">' +
    `<tbody><tr><td style="${cell}"><a href="${escapeHtml(url)}" style="${link}">${escapeHtml(label)}</a></td></tr></tbody></table>`
  );
}

/** Whether dark ink reads better on this colour than white (relative luminance, WCAG 2.2). */
function isLight(colour: string): boolean {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18;
}

let compiled: string | undefined;

/** What stands around every letter, with places for its parts in double braces. */
export function layout(): string {
  compiled ??= readFileSync(join(import.meta.dirname, '..', '..', '.build', 'mail-layout.html'), 'utf8');
  return compiled;
}

/** Keeps together what is read as one: dates, times, a postal code with its town. */
function unbroken(text: string): string {
  return text
    .replace(/(\d\d:\d\d) – (\d\d:\d\d)/g, '$1\u00a0–\u00a0$2')
    .replace(/(\d\d:\d\d) (Uhr)/g, '$1\u00a0$2')
    .replace(/(\d\.?) (\p{L}+\.?) (\d{4})\b/gu, '$1\u00a0$2\u00a0$3')
    .replace(/(\d{5}) (?=\p{Lu})/gu, '$1\u00a0');
}

/** Text as HTML shows it, in elements and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
