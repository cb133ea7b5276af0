import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { ResidentFrame } from '../portal/ResidentFrame.tsx';
import { PageTitle } from '../shell/PortalShell.tsx';
import { OwnData } from './OwnData.tsx';

/** What is stored about a resident or owner, from their home page. */
export default function ResidentDataPage(): JSX.Element {
  return (
    <ResidentFrame>
      <PageTitle title={m.privacy_own_title()} />
      <OwnData door="residents" />
    </ResidentFrame>
  );
}
