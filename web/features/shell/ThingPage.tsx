import { type Accessor, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';

/** The page of one thing of the office: its shape while it loads, and why it does not with a way to try again. */
export function ThingPage<Thing>(props: {
  query: { data: Thing | undefined; isError: boolean; error: unknown; refetch: () => unknown };
  /** Says what could not be loaded. */
  failed: string;
  class?: string;
  children: (thing: Accessor<NonNullable<Thing>>) => JSX.Element;
}): JSX.Element {
  return (
    <div class={`mx-auto px-5 py-6 max-lg:px-4 ${props.class ?? 'max-w-260'}`}>
      <Show
        when={props.query.data}
        fallback={
          <Show when={props.query.isError} fallback={<Skeleton shape="page" />}>
            <ErrorNote
              title={props.failed}
              text={sayFailure(props.query.error)}
              action={<Button onClick={() => void props.query.refetch()}>{m.ui_try_again()}</Button>}
            />
          </Show>
        }
      >
        {(thing) => props.children(thing)}
      </Show>
    </div>
  );
}
