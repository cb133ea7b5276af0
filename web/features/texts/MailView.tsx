import { createEffect, type JSX } from 'solid-js';

const svg = 'http://www.w3.org/2000/svg';

/** The mail with its styles put by: the page's CSP also holds for what is only parsed. Words hold no plain quotes. */
function unstyled(html: string): string {
  return html
    .replace(/<style\b/gi, '<template data-sheet')
    .replace(/<\/style>/gi, '</template>')
    .replace(/(\s)style="/gi, '$1data-style="');
}

/**
 * A mail as it is, shown in a tree of its own that the page's styles don't reach. The page's CSP allows no styles in
 * markup, so they are set one by one; scripts, links and pictures from elsewhere are left out.
 */
export function MailView(props: { html: string; label: string }): JSX.Element {
  let host: HTMLDivElement | undefined;
  let root: ShadowRoot | undefined;
  createEffect(() => {
    const page = new DOMParser().parseFromString(unstyled(props.html), 'text/html');
    if (!host) return;
    root ??= host.attachShadow({ mode: 'open' });
    const sheets = [...page.querySelectorAll<HTMLTemplateElement>('template[data-sheet]')].map(({ content }) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(content.textContent ?? '');
      // It is shown on paper white, as most programs show it, also when this page is dark.
      for (let n = sheet.cssRules.length - 1; n >= 0; n--) {
        const rule = sheet.cssRules[n];
        if (rule instanceof CSSMediaRule && rule.conditionText.includes('color-scheme')) sheet.deleteRule(n);
      }
      return sheet;
    });
    for (const each of page.querySelectorAll('script, template, link, iframe, object, img, form')) each.remove();
    const styles = new Map<Element, string>();
    for (const each of page.body.querySelectorAll('*')) {
      if (each.namespaceURI === svg) continue;
      styles.set(each, each.getAttribute('data-style') ?? '');
      each.removeAttribute('data-style');
      if (each instanceof HTMLAnchorElement) each.removeAttribute('href');
    }
    root.adoptedStyleSheets = sheets;
    root.replaceChildren(...page.body.childNodes);
    for (const [each, text] of styles) (each as HTMLElement).style.cssText = text;
  });
  return (
    <div
      ref={host}
      role="img"
      aria-label={props.label}
      class="overflow-hidden rounded-xl border border-line bg-white text-[#16201b]"
    />
  );
}
