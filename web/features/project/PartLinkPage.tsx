import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { LinkPage } from '../portal/LinkPage.tsx';
import { PartView } from './PartView.tsx';

/** The page behind the link in a mail about to-dos: no account, one project. */
export default function PartLinkPage(): JSX.Element {
  return (
    <LinkPage note={m.project_part_note()}>
      <PartView id={() => null} />
    </LinkPage>
  );
}
