import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { ButtonLink } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';

/** The page of an address that leads nowhere. */
export default function NotFound(): JSX.Element {
  return (
    <main>
      <EmptyState
        heading="h1"
        icon="search"
        title={m.ui_not_found_title()}
        text={m.ui_not_found_text()}
        action={
          <ButtonLink href="/" look="filled">
            {m.ui_to_start()}
          </ButtonLink>
        }
      />
    </main>
  );
}
