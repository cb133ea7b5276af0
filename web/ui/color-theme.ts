import { createSignal } from 'solid-js';

export type ThemeChoice = 'system' | 'light' | 'dark';

const stored = (): ThemeChoice => {
  try {
    const value = localStorage.getItem('theme');
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    return 'system';
  }
};

const [themeChoice, setThemeChoice] = createSignal<ThemeChoice>(stored());

/** What the person chose; `before-paint.js` turns it into the attribute that `theme.css` reads. */
export { themeChoice };

/** Keeps the choice on this device and shows it at once. Without storage it lasts until the page is left. */
export function chooseTheme(choice: ThemeChoice): void {
  setThemeChoice(choice);
  try {
    if (choice === 'system') localStorage.removeItem('theme');
    else localStorage.setItem('theme', choice);
    dispatchEvent(new Event('themechange'));
  } catch {
    if (choice !== 'system') document.documentElement.dataset.theme = choice;
  }
}
