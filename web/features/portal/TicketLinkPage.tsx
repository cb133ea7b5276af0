import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { LinkPage } from './LinkPage.tsx';
import { TicketStatus } from './TicketStatus.tsx';

/** The page behind the link in a resident's mail: no account, one report. */
export default function TicketLinkPage(): JSX.Element {
  return (
    <LinkPage note={m.portal_link_note()} residents>
      <TicketStatus id={() => null} />
    </LinkPage>
  );
}
