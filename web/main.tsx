import { render } from 'solid-js/web';
import { config } from 'zod/v4/core';
import { App } from './app.tsx';
import { locale } from './ui/locale.ts';
import './ui/theme.css';

// Our CSP forbids compiling at run time; without this every schema would try it once, and be reported.
config({ jitless: true });
document.documentElement.lang = locale();

const place = document.getElementById('app');
if (!place) throw new Error('index.html has no place for the app');
render(() => <App />, place);
