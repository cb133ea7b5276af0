import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { useMe } from '../desk/queries.ts';
import { CompanyQuiet } from './CompanyQuiet.tsx';
import { OwnPreferences } from './OwnPreferences.tsx';

/** What an employee hears of; for who leads the company, also its quiet hours. */
export default function OfficePreferencesPage(): JSX.Element {
  const me = useMe();
  return (
    <div class="mx-auto max-w-180 px-5 py-6 max-lg:px-4">
      <h1 class="text-xl font-semibold">{m.preferences_title()}</h1>
      <OwnPreferences door="management" />
      <Show when={me.data?.employee?.may.includes('settings')}>
        <CompanyQuiet />
      </Show>
    </div>
  );
}
