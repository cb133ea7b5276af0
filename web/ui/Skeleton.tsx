import { Index, type JSX } from 'solid-js';
import { m } from '../../.build/i18n/messages.js';
import { VisuallyHidden } from './VisuallyHidden.tsx';

/** A grey bar in the place of a text; its size comes by class. */
export function SkeletonBar(props: { class?: string }): JSX.Element {
  return <span aria-hidden="true" class={`block h-3.5 animate-breathe rounded bg-line ${props.class ?? 'w-40'}`} />;
}

/** The shape of what comes: rows of a list, or the paragraphs of a page. */
export function Skeleton(props: { shape: 'rows' | 'page'; count?: number }): JSX.Element {
  const count = () => Array.from({ length: props.count ?? (props.shape === 'rows' ? 6 : 3) });
  return (
    <div role="status" class={props.shape === 'rows' ? '' : 'flex flex-col gap-6 py-4'}>
      <VisuallyHidden>{m.ui_loading()}</VisuallyHidden>
      <Index each={count()}>
        {(_, index) =>
          props.shape === 'rows' ? (
            <div class="flex h-14 items-center gap-4 border-b border-line px-5">
              <SkeletonBar class="h-2 w-2 rounded-full" />
              <div class="flex flex-1 flex-col gap-2">
                <SkeletonBar class={index % 2 ? 'w-3/5' : 'w-2/5'} />
                <SkeletonBar class={`h-2.5 ${index % 2 ? 'w-1/3' : 'w-1/2'}`} />
              </div>
              <SkeletonBar class="w-16" />
            </div>
          ) : (
            <div class="flex flex-col gap-2.5">
              <SkeletonBar class="h-5 w-3/5" />
              <SkeletonBar class="w-full" />
              <SkeletonBar class="w-4/5" />
            </div>
          )
        }
      </Index>
    </div>
  );
}
