import { type Accessor, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';

/** What was asked for, once it is there; until then its shape, or why it does not come with a way to try again. */
export function Loaded<Data>(props: {
  query: { data: Data | undefined; isError: boolean; error: unknown; refetch: () => unknown };
  /** Says what could not be loaded. */
  failed: string;
  shape?: 'rows' | 'page';
  children: (data: Accessor<NonNullable<Data>>) => JSX.Element;
}): JSX.Element {
  return (
    <Show
      when={props.query.data}
      fallback={
        <Show when={props.query.isError} fallback={<Skeleton shape={props.shape ?? 'rows'} />}>
          <ErrorNote
            class={props.shape === 'page' ? '' : 'mt-5'}
            title={props.failed}
            text={sayFailure(props.query.error)}
            action={<Button onClick={() => void props.query.refetch()}>{m.ui_try_again()}</Button>}
          />
        </Show>
      }
    >
      {(data) => props.children(data)}
    </Show>
  );
}
