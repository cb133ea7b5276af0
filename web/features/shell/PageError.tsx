import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';

// After an update the old page asks for parts that are gone; loading it again is all that is needed.
const outdated = (error: unknown) =>
  error instanceof Error && /dynamically imported module|preload CSS|module script failed/i.test(error.message);

/** What is shown when a page breaks: what happened, and the one thing to do. */
export function PageError(props: { error: unknown }): JSX.Element {
  // Caught by the boundary it would leave no trace: neither for whoever looks into it nor for a test in a browser.
  console.error(props.error);
  return (
    <main role="alert">
      <EmptyState
        heading="h1"
        icon="alert"
        title={m.ui_error_page_title()}
        text={outdated(props.error) ? m.ui_error_new_version() : m.ui_error_page_text()}
        action={
          <Button look="filled" onClick={() => location.reload()}>
            {m.ui_reload()}
          </Button>
        }
      />
    </main>
  );
}
