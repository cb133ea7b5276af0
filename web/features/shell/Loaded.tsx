import { type Accessor, type JSX, Match, Show, Switch } from 'solid-js';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { NotRead } from './NotRead.tsx';

/** What was asked for, once it is there; until then its shape, or why it does not come, with what to do. */
export function Loaded<Data>(props: {
  query: { data: Data | undefined; isError: boolean; error: unknown; refetch: () => unknown };
  /** Says what could not be loaded; without it the reason stands alone. */
  failed?: string;
  shape?: 'rows' | 'page';
  /** The page is nothing but this: why it does not come is its heading. */
  page?: boolean;
  /** How many rows or paragraphs the shape has. */
  count?: number;
  /** Of the note that says why it does not come. */
  class?: string;
  /** The way from here, for what will not come however often it is asked for; else to where one begins. */
  elsewhere?: { href: string; label: string };
  children: (data: Accessor<NonNullable<Data>>) => JSX.Element;
}): JSX.Element {
  const shape = () => props.shape ?? 'rows';
  return (
    <Show
      when={props.query.data}
      fallback={
        <Switch fallback={<Skeleton shape={shape()} count={props.count} />}>
          <Match when={props.query.isError}>
            <NotRead
              class={props.class ?? (shape() === 'page' ? '' : 'mt-5')}
              page={props.page === true}
              error={props.query.error}
              failed={props.failed}
              onAgain={() => void props.query.refetch()}
              elsewhere={props.elsewhere}
            />
          </Match>
        </Switch>
      }
    >
      {(data) => props.children(data)}
    </Show>
  );
}
