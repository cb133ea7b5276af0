import { DropdownMenu } from '@kobalte/core/dropdown-menu';
import { For, type JSX, Show } from 'solid-js';
import { m } from '../../.build/i18n/messages.js';
import { buttonClass } from './Button.tsx';
import { useDensity } from './density.ts';
import { Icon, type IconName } from './Icon.tsx';
import { Kbd } from './Kbd.tsx';

export type MenuItem =
  | {
      label: string;
      onSelect: () => void;
      icon?: IconName;
      /** The key that does the same. */
      shortcut?: string;
      danger?: boolean;
      disabled?: boolean;
      /** A tick for what is chosen now. */
      checked?: boolean;
    }
  | { heading: string }
  | 'separator';

/** Acts behind one button. `trigger` is what the button shows; without it, three dots named "Weitere Aktionen". */
export function Menu(props: {
  items: readonly MenuItem[];
  trigger?: JSX.Element;
  triggerClass?: string;
  label?: string;
  placement?: 'bottom-start' | 'bottom-end' | 'top-start' | 'top-end';
  /** For who opens it by other means than its button too, a key for instance. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** Where the focus goes when it closes; without it, back to the button. */
  returnTo?: () => HTMLElement | undefined;
}): JSX.Element {
  const density = useDensity();
  return (
    <DropdownMenu
      placement={props.placement ?? 'bottom-end'}
      gutter={6}
      open={props.open}
      onOpenChange={props.onOpenChange}
    >
      <DropdownMenu.Trigger
        aria-label={props.label ?? (props.trigger ? undefined : m.ui_more())}
        class={
          props.triggerClass ??
          (props.trigger
            ? buttonClass('outline', density)
            : `grid shrink-0 place-items-center rounded-lg text-muted transition-colors hover:bg-sunken hover:text-ink ${density === 'phone' ? 'size-11' : 'size-9'}`)
        }
      >
        <Show when={props.trigger} fallback={<Icon name="more" />}>
          {props.trigger}
        </Show>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          onCloseAutoFocus={() => {
            const place = props.returnTo?.();
            if (!place) return;
            // After the menu has given the focus back to its button.
            queueMicrotask(() => place.focus());
          }}
          class="z-50 max-h-[80dvh] min-w-48 animate-pop-in overflow-y-auto rounded-xl border border-line bg-surface p-1.5 text-ink shadow-lift outline-none"
        >
          <For each={props.items}>
            {(item) => {
              if (item === 'separator') return <DropdownMenu.Separator class="my-1.5 border-line" />;
              if ('heading' in item)
                return <p class="px-2.5 pt-2 pb-1 text-xs font-semibold text-muted">{item.heading}</p>;
              return (
                <DropdownMenu.Item
                  onSelect={item.onSelect}
                  disabled={item.disabled}
                  class={`flex min-h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 text-base outline-none data-disabled:cursor-default data-disabled:opacity-50 data-highlighted:bg-sunken ${item.danger ? 'text-late' : ''}`}
                >
                  <Show when={item.icon}>{(name) => <Icon name={name()} size={16} class="text-muted" />}</Show>
                  <span class="flex-1">{item.label}</span>
                  <Show when={item.checked}>
                    <Icon name="check" size={16} class="text-accent" />
                  </Show>
                  <Show when={item.shortcut}>
                    <Kbd>{item.shortcut}</Kbd>
                  </Show>
                </DropdownMenu.Item>
              );
            }}
          </For>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  );
}
