import { type Accessor, type JSX, Match, Show, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { NotRead } from './NotRead.tsx';

/** What was asked for, once it is there; until then its shape, or why it does not come with a way to try again. */
export function Loaded<Data>(props: {
  query: { data: Data | undefined; isError: boolean; error: unknown; refetch: () => unknown };
  /** Says what could not be loaded; without it the reason stands alone. */
  failed?: string;
  shape?: 'rows' | 'page';
  /** How many rows or paragraphs the shape has. */
  count?: number;
  /** Of the note that says why it does not come. */
  class?: string;
  /** The way from here, for what will not come however often it is asked for. */
  elsewhere?: { href: string; label: string };
  children: (data: Accessor<NonNullable<Data>>) => JSX.Element;
}): JSX.Element {
  const again = () => void props.query.refetch();
  const shape = () => props.shape ?? 'rows';
  return (
    <Show
      when={props.query.data}
      fallback={
        <Switch fallback={<Skeleton shape={shape()} count={props.count} />}>
          <Match when={props.query.isError && props.elsewhere}>
            {(elsewhere) => <NotRead error={props.query.error} onAgain={again} elsewhere={elsewhere()} />}
          </Match>
          <Match when={props.query.isError}>
            <ErrorNote
              class={props.class ?? (shape() === 'page' ? '' : 'mt-5')}
              title={props.failed ?? sayFailure(props.query.error)}
              text={props.failed && sayFailure(props.query.error)}
              action={<Button onClick={again}>{m.ui_try_again()}</Button>}
            />
          </Match>
        </Switch>
      }
    >
      {(data) => props.children(data)}
    </Show>
  );
}
