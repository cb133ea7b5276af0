import { type JSX, Show, splitProps } from 'solid-js';
import { m } from '../../.build/i18n/messages.js';
import { type Density, useDensity } from './density.ts';
import { Icon, type IconName } from './Icon.tsx';

/** `filled`: the one act that the page asks for. `outline`: other acts. `quiet`: rare ones. `danger`: can't be undone. */
export type ButtonLook = 'filled' | 'outline' | 'quiet' | 'danger';

const looks: Record<ButtonLook, string> = {
  filled: 'bg-accent text-on-accent hover:bg-accent-strong active:bg-accent-strong',
  outline: 'bg-surface text-ink border border-line hover:bg-sunken active:bg-sunken',
  quiet: 'text-muted hover:bg-sunken hover:text-ink active:bg-sunken',
  danger: 'bg-late-soft text-late hover:bg-late hover:text-surface',
};
const sizes: Record<Density, string> = {
  desk: 'min-h-9 px-3.5 py-1.5 text-base rounded-lg',
  phone: 'min-h-12.5 w-full px-4 py-2.5 text-lg rounded-xl',
};

/** The classes of a button, for links that look like one. */
export const buttonClass = (look: ButtonLook, density: Density): string =>
  `inline-flex items-center justify-center gap-2 text-center font-semibold transition-colors disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:opacity-55 ${looks[look]} ${sizes[density]}`;

export type ButtonProps = JSX.ButtonHTMLAttributes<HTMLButtonElement> & {
  look?: ButtonLook;
  density?: Density;
  icon?: IconName;
  /** The act is under way: the button keeps its size, says so and takes no second click. */
  busy?: boolean;
};

/** A button named after its act. `type` is `button` unless told otherwise. */
export function Button(props: ButtonProps): JSX.Element {
  const [own, rest] = splitProps(props, ['look', 'density', 'icon', 'busy', 'class', 'children', 'disabled']);
  const around = useDensity();
  return (
    <button
      type="button"
      {...rest}
      disabled={own.disabled || own.busy}
      aria-busy={own.busy ? 'true' : undefined}
      class={`${buttonClass(own.look ?? 'outline', own.density ?? around)} ${own.class ?? ''}`}
    >
      <Show when={own.busy} fallback={<Show when={own.icon}>{(name) => <Icon name={name()} size={16} />}</Show>}>
        <span
          class="size-4 animate-spin rounded-full border-2 border-current border-r-transparent"
          role="img"
          aria-label={m.ui_sending()}
        />
      </Show>
      {own.children}
    </button>
  );
}

/** A link that looks like a button: for acts that lead to another page. */
export function ButtonLink(
  props: JSX.AnchorHTMLAttributes<HTMLAnchorElement> & { look?: ButtonLook; density?: Density; icon?: IconName },
): JSX.Element {
  const [own, rest] = splitProps(props, ['look', 'density', 'icon', 'class', 'children']);
  const around = useDensity();
  return (
    <a {...rest} class={`${buttonClass(own.look ?? 'outline', own.density ?? around)} ${own.class ?? ''}`}>
      <Show when={own.icon}>{(name) => <Icon name={name()} size={16} />}</Show>
      {own.children}
    </a>
  );
}

/** A button that is only a sign; `label` says its act. */
export function IconButton(
  props: Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'children'> & { icon: IconName; label: string },
): JSX.Element {
  const [own, rest] = splitProps(props, ['icon', 'label', 'class']);
  const density = useDensity();
  return (
    <button
      type="button"
      title={own.label}
      aria-label={own.label}
      {...rest}
      class={`inline-grid shrink-0 place-items-center rounded-lg text-muted transition-colors hover:bg-sunken hover:text-ink ${density === 'phone' ? 'size-11' : 'size-9'} ${own.class ?? ''}`}
    >
      <Icon name={own.icon} />
    </button>
  );
}
