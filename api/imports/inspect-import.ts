import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recognise } from '../../db/import/recognise.ts';
import { UnreadableFile } from '../../db/import/unreadable.ts';
import { clipped } from '../../domain/import/cells.ts';
import { type Mapping, suggestedMapping } from '../../domain/import/mapping.ts';

/** What an uploaded file was found to be: the files in it, their bytes as `<folder>/<n>`, or why it can't be read. */
export type ImportInspection =
  | {
      ok: true;
      files: {
        name: string;
        kind: 'csv' | 'xml' | 'openimmo';
        encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
        separator: string | null;
        headings: string[];
        sample: string[][];
        rows: number;
        mapping: Mapping | null;
      }[];
    }
  | { ok: false; code: string; file: string; line: number; details: Record<string, unknown> };

// A process of its own: node inspect-import.ts <file> <name> <folder>
const [path = '', name = '', folder = ''] = process.argv.slice(2);
const longest = 80;
let found: ImportInspection;
try {
  const files = recognise(name, readFileSync(path));
  for (const [n, { bytes }] of files.entries()) writeFileSync(join(folder, String(n)), bytes, { flag: 'wx' });
  found = {
    ok: true,
    files: files.map(({ bytes: _, ...file }) => ({
      ...file,
      sample: file.sample.map((texts) => texts.map((text) => clipped(text, longest))),
      mapping: file.kind === 'csv' ? suggestedMapping(file.name, file.headings) : null,
    })),
  };
} catch (error) {
  if (!(error instanceof UnreadableFile)) throw error;
  const { code, file, line, details } = error;
  found = { ok: false, code, file, line, details };
}
process.stdout.write(JSON.stringify(found));
