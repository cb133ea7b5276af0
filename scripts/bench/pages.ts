import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Figure, figure } from './figures.ts';

const folder = join(import.meta.dirname, '..', '..', '.build', 'web');

/** Solid, its router and tRPC's client alone, compressed. */
const FLOOR_KB = 24;

/** The sources that a first visit cannot do without; what they import at once is counted, what they load later is not. */
const pages = {
  "resident's form": {
    sources: ['features/report/app.tsx', 'features/report/PublicReport.tsx'],
    most: 60,
  },
  desk: { sources: ['app.tsx', 'features/desk/OfficeArea.tsx', 'features/desk/DeskPage.tsx'], most: 150 },
};

/** Of Vite's manifest: the file that a source became, and the entries of what it imports at once. */
type Entry = { file: string; imports?: string[] };

/** The script that a first visit loads before its page can be used, as it is sent (brotli). */
export async function pageFigures(): Promise<Figure[]> {
  const manifest = JSON.parse(readFileSync(join(folder, '.vite', 'manifest.json'), 'utf8')) as Record<string, Entry>;
  return Object.entries(pages).map(([name, { sources, most }]) =>
    figure(`first page's script, compressed: ${name}`, scriptOf(manifest, sources), 'KB', FLOOR_KB, { most }),
  );
}

function scriptOf(manifest: Record<string, Entry>, sources: readonly string[]): number {
  const wanted = ['index.html', ...sources];
  const files = new Set(['before-paint.js']);
  const seen = new Set<string>();
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const entry = manifest[name];
    if (!entry) throw new Error(`the build has no ${name}`);
    files.add(entry.file);
    wanted.push(...(entry.imports ?? []));
  }
  let bytes = 0;
  for (const file of files) bytes += statSync(join(folder, `${file}.br`)).size;
  return bytes / 1_000;
}
