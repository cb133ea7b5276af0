import { useParams } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { enterBy } from '../../api.ts';
import { PageTitle, PortalShell } from '../shell/PortalShell.tsx';
import { useCompany } from '../signin/session.ts';
import { OwnPreferences } from './OwnPreferences.tsx';

/** The page behind the link at the foot of each mail: no account. Opening it changes nothing. */
export default function PreferencesLinkPage(): JSX.Element {
  const params = useParams<{ token: string }>();
  enterBy({ link: params.token });
  const company = useCompany();
  return (
    <PortalShell brand={{ name: company.data?.name ?? '' }} note={m.preferences_link_note()}>
      <PageTitle title={m.preferences_title()} />
      <OwnPreferences door={params.token} named />
    </PortalShell>
  );
}
