import { Dialog as Base } from '@kobalte/core/dialog';
import { type JSX, Show } from 'solid-js';
import { m } from '../../.build/i18n/messages.js';
import { IconButton } from './Button.tsx';

export type DialogProps = {
  open: boolean;
  /** Called with false by Escape, by the cross and by a click beside it. */
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: JSX.Element;
  children: JSX.Element;
  /** The acts, the filled one last; on the phone they stand below each other. */
  footer?: JSX.Element;
};

/** The first thing to fill in has the focus; on a phone that would only call up the keyboard over the form. */
function focusFirstField(event: Event): void {
  if (matchMedia('(pointer: coarse)').matches || !(event.currentTarget instanceof HTMLElement)) return;
  const field = event.currentTarget.querySelector<HTMLElement>('input:not(:disabled), select, textarea');
  if (!field) return;
  event.preventDefault();
  field.focus();
}

function Panel(props: DialogProps & { class: string; place: string }): JSX.Element {
  return (
    <Base open={props.open} onOpenChange={props.onOpenChange}>
      <Base.Portal>
        <Base.Overlay class="fixed inset-0 z-40 animate-fade-in bg-shade" />
        <div class={`fixed inset-0 z-50 flex ${props.place}`}>
          <Base.Content
            onOpenAutoFocus={focusFirstField}
            class={`flex flex-col bg-surface text-ink shadow-lift outline-none ${props.class}`}
          >
            <header class="flex items-start gap-3 px-5 pt-4">
              <div class="min-w-0 flex-1 pt-1">
                <Base.Title class="text-xl font-bold tracking-[-0.012em]">{props.title}</Base.Title>
                <Show when={props.description}>
                  <Base.Description class="mt-1 text-muted">{props.description}</Base.Description>
                </Show>
              </div>
              <Base.CloseButton
                as={IconButton}
                icon="close"
                label={m.ui_close()}
                aria-label={m.ui_close()}
                class="-mr-1.5"
              />
            </header>
            <div class="min-h-0 flex-1 overflow-y-auto px-5 py-4">{props.children}</div>
            <Show when={props.footer}>
              <footer class="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3.5 max-sm:flex-col-reverse">
                {props.footer}
              </footer>
            </Show>
          </Base.Content>
        </div>
      </Base.Portal>
    </Base>
  );
}

/** A question in the middle of the page; on the phone it rises from below. The focus stays in it and returns. */
export function Dialog(props: DialogProps & { wide?: boolean }): JSX.Element {
  return (
    <Panel
      {...props}
      place="items-end justify-center sm:items-center sm:p-6"
      class={`max-h-[92dvh] w-full animate-rise-in rounded-t-2xl sm:max-h-full sm:animate-pop-in sm:rounded-2xl ${props.wide ? 'sm:max-w-180' : 'sm:max-w-120'}`}
    />
  );
}

/** A form beside the page, from the right edge; on the phone from below. What is behind stays readable. */
export function Sheet(props: DialogProps): JSX.Element {
  return (
    <Panel
      {...props}
      place="items-end justify-end sm:items-stretch"
      class="max-h-[92dvh] w-full animate-rise-in rounded-t-2xl sm:max-h-full sm:max-w-120 sm:animate-slide-in sm:rounded-none"
    />
  );
}
