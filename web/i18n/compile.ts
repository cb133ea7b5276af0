import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type CompilerOptions, compile } from '@inlang/paraglide-js';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/**
 * How the texts under `web/i18n/<area>/<locale>.json` become typed functions in `.build/i18n`. One module per text, so
 * that a page loads only its own. The paths are absolute because vite's root is `web`.
 */
export const textsOptions: CompilerOptions = {
  project: path('./project.inlang'),
  outdir: path('../../.build/i18n'),
  strategy: ['cookie', 'baseLocale'],
  cookieName: 'locale',
  outputStructure: 'message-modules',
  emitGitIgnore: false,
  emitPrettierIgnore: false,
  emitReadme: false,
};

/**
 * Compiles all texts to `.build/i18n`; rejects with the reason when a text can't be read. It runs in a process of its
 * own, because the compiler leaves timers behind that would keep the caller alive for 30 seconds.
 */
export async function compileTexts(): Promise<void> {
  await promisify(execFile)(process.execPath, [path('./compile.ts')]);
}

if (import.meta.main) {
  await compile(textsOptions);
  process.exit(0);
}
