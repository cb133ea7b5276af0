import { useParams } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { enterBy } from '../../api.ts';
import { connectionLost } from '../../live.ts';
import { PortalShell } from '../shell/PortalShell.tsx';
import { useCompany } from '../signin/session.ts';
import { PartView } from './PartView.tsx';

/** The page behind the link in a mail about to-dos: no account, one project. Opening it changes nothing. */
export default function PartLinkPage(): JSX.Element {
  const params = useParams<{ token: string }>();
  enterBy({ link: params.token });
  const company = useCompany();
  return (
    <PortalShell
      brand={{ name: company.data?.name ?? '' }}
      note={m.project_part_note()}
      connectionLost={connectionLost()}
    >
      <PartView id={() => null} />
    </PortalShell>
  );
}
