import { PDFDocument } from 'pdf-lib';
import { Sheet } from '../../paper/sheet.ts';
import { sendTo } from './api.ts';

/** A PDF with these paragraphs in it, as a letter program makes it. */
export async function pdfOf(...paragraphs: string[]): Promise<Buffer> {
  const about = { title: 'Schreiben', author: 'Verwaltung', language: 'de', foot: 'Seite' };
  const sheet = await Sheet.begin({ ...about, made: new Date('2026-01-01T12:00:00Z') });
  for (const text of paragraphs) sheet.paragraph(text);
  return Buffer.from(await sheet.finish());
}

/** A PDF that nobody opens without its password. */
export async function lockedPdf(): Promise<Buffer> {
  const document = await PDFDocument.create();
  document.addPage();
  document.encrypt({ userPassword: 'geheim', ownerPassword: 'geheim' });
  return Buffer.from(await document.save());
}

/** Sends a file as somebody who is signed in; resolves to its id, or the refusal's code. */
export async function sendFile(
  { port, host, cookie }: { port: number; host: string; cookie: string },
  bytes: Buffer,
  name = 'schreiben.pdf',
): Promise<{ status: number; id: string; code?: string }> {
  const head = `--xyz\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/pdf\r\n\r\n`;
  const answer = await sendTo(port, host, '/api/files', {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=xyz', cookie },
    body: Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--xyz--\r\n')]),
  });
  const said = JSON.parse(answer.body.toString());
  return { status: answer.status, id: said.id, code: said.error?.data.domain.code };
}
