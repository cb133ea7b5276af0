import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { LinkPage } from '../portal/LinkPage.tsx';
import { Ballot } from './Ballot.tsx';

/** The page behind the link in an owner's mail: no account, one campaign. */
export default function BallotLinkPage(): JSX.Element {
  return (
    <LinkPage note={m.campaign_portal_link_note()} residents>
      <Ballot id={() => null} />
    </LinkPage>
  );
}
