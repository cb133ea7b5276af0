import { render } from 'solid-js/web';
import { sentencesLoaded } from './refusal-table.ts';
import { locale } from './ui/locale.ts';
import './ui/theme.css';

document.documentElement.lang = locale();

const place = document.getElementById('app');
if (!place) throw new Error('index.html has no place for the app');

// Whoever reports damage stands in a wet cellar with one bar of signal: that form loads neither router nor query cache.
const isReport = /^\/melden(\/|$)/.test(location.pathname);
const { App } = isReport ? await import('./features/report/app.tsx') : await import('./app.tsx');
render(() => <App />, place);

// Once the page stands and nothing else is to be done: so what goes wrong later can be said at once, also offline.
(window.requestIdleCallback ?? setTimeout)(() => void sentencesLoaded());
