import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { letterheadOf, logoOf } from '../../db/queries/letterhead.ts';
import { DomainError } from '../../domain/errors.ts';
import { type Letterhead, letterhead } from '../../domain/letterhead.ts';
import { mayAct } from '../../domain/rights.ts';
import { drawLetterhead, WINDOW } from '../../paper/letterhead.ts';
import { Sheet } from '../../paper/sheet.ts';
import { contextOf } from '../context.ts';
import type { RequestContext, Services } from '../trpc.ts';
import { ownPicture } from '../uploads.ts';

const asked = z.object({
  /** The letterhead as it stands in the form, as JSON; without it the one that is kept. */
  head: z.string().max(4_000).optional(),
  /** An uploaded logo; `none` for none; without it the one that is kept. */
  logo: z.union([z.uuid(), z.literal('none')]).optional(),
  /** Whether the envelope's window is drawn, to hold the print against the light. */
  frame: z.literal('1').optional(),
});

const words = {
  de: {
    title: 'Probedruck',
    to: ['Erika Muster', 'Beispielweg 12a', '12345 Musterstadt'],
    number: 'Unser Zeichen',
    phone: 'Telefon',
    date: 'Datum',
    text: 'So sehen Ihre Briefe aus. Drucken Sie dieses Blatt in Originalgröße (100 %) und falten Sie es an den Marken links.',
    frame:
      'Der gestrichelte Rahmen ist das Sichtfenster nach DIN 5008, Form B. Stecken Sie das Blatt in Ihren Umschlag: Steht die Anschrift nicht ganz im Fenster, verschieben Sie sie in den Einstellungen um die fehlenden Millimeter.',
    closing: 'Mit freundlichen Grüßen',
  },
  en: {
    title: 'Test print',
    to: ['Erika Muster', 'Beispielweg 12a', '12345 Musterstadt'],
    number: 'Our reference',
    phone: 'Phone',
    date: 'Date',
    text: 'This is how your letters look. Print this sheet in its original size (100 %) and fold it at the marks on the left.',
    frame:
      'The dashed frame is the window after DIN 5008, form B. Put the sheet into your envelope: if the address does not stand within the window, move it in the settings by the missing millimetres.',
    closing: 'Kind regards',
  },
};

/** `GET /api/letters/preview.pdf`: a letter to nobody, with the letterhead as it is or as it would be. */
export async function letterPreviewRoutes(scope: FastifyInstance, services: Services): Promise<void> {
  scope.get('/api/letters/preview.pdf', async (request, reply) => {
    const input = asked.safeParse(request.query);
    if (!input.success) throw new DomainError('badInput');
    const ctx = await contextOf(services, request, reply, { entrance: 'management' });
    if (ctx.viewer.kind !== 'employee') throw new DomainError('signInNeeded');
    if (!mayAct(ctx.viewer, 'settings')) throw new DomainError('forbidden');
    const head = input.data.head ? given(input.data.head) : await letterheadOf(ctx.workspace);
    if (!head) throw new DomainError('badInput');
    const pdf = await preview(head, await logoFor(ctx, input.data.logo), ctx.locale, input.data.frame === '1');
    return reply
      .type('application/pdf')
      .header('content-disposition', `inline; filename="${words[ctx.locale].title}.pdf"`)
      .send(Buffer.from(pdf));
  });
}

function given(json: string): Letterhead {
  try {
    return letterhead.parse(JSON.parse(json));
  } catch {
    throw new DomainError('badInput');
  }
}

async function logoFor(ctx: RequestContext, logo: string | undefined): Promise<Buffer | null> {
  if (logo === undefined) return logoOf(ctx.workspace);
  return logo === 'none' ? null : ownPicture(ctx, logo);
}

async function preview(
  head: Letterhead,
  logo: Buffer | null,
  locale: 'de' | 'en',
  frame: boolean,
): Promise<Uint8Array> {
  const say = words[locale];
  const made = new Date();
  const sheet = await Sheet.begin({
    title: say.title,
    author: head.name,
    language: locale,
    foot: `${head.name} · ${say.title}`,
    made,
  });
  const date = new Intl.DateTimeFormat(locale === 'de' ? 'de-DE' : 'en-GB', {
    dateStyle: 'long',
    timeZone: 'Europe/Berlin',
  }).format(made);
  const info: [string, string][] = [
    [say.number, 'V-2026-0001'],
    [say.phone, head.phone],
    ['Fax', head.fax],
    ['E-Mail', head.email],
    [say.date, date],
  ];
  await drawLetterhead(sheet, { ...head, logo }, { to: say.to, info: info.filter(([, value]) => value) });
  if (frame) sheet.frame(WINDOW);
  sheet.paragraph(say.title, { size: 12.5, bold: true, space: 8 });
  sheet.paragraph(say.text, { size: 10.5, space: 6 });
  if (frame) sheet.paragraph(say.frame, { size: 10.5, space: 6 });
  sheet.paragraph(say.closing, { size: 10.5, space: 2 });
  sheet.paragraph(head.name, { size: 10.5 });
  return sheet.finish();
}
