// Runs before the first paint, so that nobody sees a flash of the other theme or a page marked with the wrong language.
(() => {
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const chosen = () => {
    try {
      return localStorage.getItem('theme');
    } catch {
      return null;
    }
  };
  const show = () => {
    const choice = chosen();
    root.dataset.theme = choice === 'light' || choice === 'dark' ? choice : dark.matches ? 'dark' : 'light';
  };
  show();
  dark.addEventListener('change', show);
  addEventListener('storage', show);
  addEventListener('themechange', show);
  const locale = /(?:^|; )locale=(de|en)/.exec(document.cookie);
  if (locale) root.lang = locale[1];
})();
