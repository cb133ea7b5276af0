import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const folder = new URL('../../web/i18n/', import.meta.url);
const settings = JSON.parse(readFileSync(new URL('project.inlang/settings.json', folder), 'utf8'));
const areas = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'project.inlang')
  .map((entry) => entry.name);
const texts = (area: string, locale: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`${area}/${locale}.json`, folder), 'utf8'));
const inputs = (text: unknown) => [...new Set(JSON.stringify(text).match(/\{\w+\}/g))].sort();

describe.each(areas)('texts of %s', (area) => {
  const german = texts(area, 'de');
  const english = texts(area, 'en');

  it('are compiled', () => {
    expect(settings['plugin.inlang.messageFormat'].pathPattern).toContain(`./${area}/{locale}.json`);
  });

  it('are complete in both languages, with the same inputs', () => {
    expect(Object.keys(english).sort()).toEqual(Object.keys(german).sort());
    for (const key of Object.keys(german)) expect([key, inputs(english[key])]).toEqual([key, inputs(german[key])]);
  });

  it('carry their area in the name, so that no two areas collide', () => {
    for (const key of Object.keys(german)) expect(key).toMatch(new RegExp(`^${area}_[a-z0-9_]+$`));
  });

  it('are not empty, and do not shout', () => {
    for (const text of [...Object.values(german), ...Object.values(english)]) {
      expect(JSON.stringify(text).length).toBeGreaterThan(2);
      expect(JSON.stringify(text)).not.toMatch(/!/);
    }
  });
});
