import { render } from 'solid-js/web';
import { App } from './app.tsx';
import { locale } from './ui/locale.ts';
import './ui/theme.css';

document.documentElement.lang = locale();

const place = document.getElementById('app');
if (!place) throw new Error('index.html has no place for the app');
render(() => <App />, place);
