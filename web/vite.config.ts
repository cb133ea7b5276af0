import { fileURLToPath } from 'node:url';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import solid from 'vite-plugin-solid';
import { textsOptions } from './i18n/compile.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const api = process.env.API_URL ?? 'http://127.0.0.1:3000';

export default defineConfig(({ command }) => ({
  root: path('.'),
  cacheDir: path('../.cache/vite'),
  plugins: [
    solid(),
    tailwindcss(),
    // A build finds the texts compiled (`compileTexts`); the dev server follows changes to them.
    ...(command === 'serve' ? [paraglideVitePlugin(textsOptions)] : []),
  ],
  build: {
    outDir: path('../.build/web'),
    emptyOutDir: true,
    // No data: addresses, so that the Content-Security-Policy needs none.
    assetsInlineLimit: 0,
  },
  server: {
    // The host decides the workspace, so it reaches the API as the browser sent it.
    proxy: { '/api': { target: api, changeOrigin: false } },
  },
}));
