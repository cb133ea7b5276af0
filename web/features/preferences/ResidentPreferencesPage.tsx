import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { ResidentFrame } from '../portal/ResidentFrame.tsx';
import { PageTitle } from '../shell/PortalShell.tsx';
import { OwnPreferences } from './OwnPreferences.tsx';

/** What a resident or owner hears of, from their home page. */
export default function ResidentPreferencesPage(): JSX.Element {
  return (
    <ResidentFrame>
      <PageTitle title={m.preferences_title()} />
      <OwnPreferences door="residents" />
    </ResidentFrame>
  );
}
