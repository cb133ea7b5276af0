import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig, type Plugin } from 'vite';
import solid from 'vite-plugin-solid';
import { textsOptions } from './i18n/compile.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const api = process.env.API_URL ?? 'http://127.0.0.1:3000';

/** Lays a compressed copy beside each text file, once at build: the server sends those as they are. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    async writeBundle({ dir = '' }) {
      const files = await readdir(dir, { recursive: true });
      for (const file of files.filter((name) => /\.(js|css|html|svg)$/.test(name))) {
        const bytes = await readFile(join(dir, file));
        await writeFile(join(dir, `${file}.br`), await promisify(brotliCompress)(bytes));
        await writeFile(join(dir, `${file}.gz`), await promisify(gzip)(bytes, { level: 9 }));
      }
    },
  };
}

export default defineConfig(({ command }) => ({
  root: path('.'),
  cacheDir: path('../.cache/vite'),
  plugins: [
    solid(),
    tailwindcss(),
    compressed(),
    // A build finds the texts compiled (`compileTexts`); the dev server follows changes to them.
    ...(command === 'serve' ? [paraglideVitePlugin(textsOptions)] : []),
  ],
  build: {
    outDir: path('../.build/web'),
    emptyOutDir: true,
    // Which file a source became, for `npm run bench`.
    manifest: true,
    // No data: addresses, so that the Content-Security-Policy needs none.
    assetsInlineLimit: 0,
  },
  server: {
    // The host decides the workspace, so it reaches the API as the browser sent it.
    proxy: { '/api': { target: api, changeOrigin: false } },
  },
}));
