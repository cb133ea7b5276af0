import type { Accessor, JSX } from 'solid-js';
import { Loaded } from './Loaded.tsx';

/** The page of one thing of the office: its shape while it loads, and why it does not, with what to do. */
export function ThingPage<Thing>(props: {
  query: { data: Thing | undefined; isError: boolean; error: unknown; refetch: () => unknown };
  /** Says what could not be loaded. */
  failed: string;
  /** Where all of its kind stand. */
  elsewhere: { href: string; label: string };
  class?: string;
  children: (thing: Accessor<NonNullable<Thing>>) => JSX.Element;
}): JSX.Element {
  return (
    <div class={`mx-auto px-5 py-6 max-lg:px-4 ${props.class ?? 'max-w-260'}`}>
      <Loaded query={props.query} failed={props.failed} elsewhere={props.elsewhere} shape="page" page>
        {(thing) => props.children(thing)}
      </Loaded>
    </div>
  );
}
