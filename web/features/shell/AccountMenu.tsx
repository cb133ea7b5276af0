import { useNavigate } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Avatar } from '../../ui/Avatar.tsx';
import { chooseTheme, type ThemeChoice, themeChoice } from '../../ui/color-theme.ts';
import { chooseLocale, languages, locale } from '../../ui/locale.ts';
import { Menu, type MenuItem } from '../../ui/Menu.tsx';

/** Who is signed in; language, appearance and the way out behind it. */
export function AccountMenu(props: { name: string; onSignOut: () => void; compact?: boolean }): JSX.Element {
  const navigate = useNavigate();
  const theme = (choice: ThemeChoice, label: string): MenuItem => ({
    label,
    checked: themeChoice() === choice,
    onSelect: () => chooseTheme(choice),
  });
  const items = (): MenuItem[] => [
    { heading: m.shell_language() },
    ...languages.map((each) => ({
      label: each.name,
      checked: each.locale === locale(),
      onSelect: () => chooseLocale(each.locale),
    })),
    { heading: m.shell_appearance() },
    theme('system', m.shell_theme_system()),
    theme('light', m.shell_theme_light()),
    theme('dark', m.shell_theme_dark()),
    'separator',
    { label: m.account_title(), icon: 'lock', onSelect: () => navigate('/konto') },
    { label: m.preferences_title(), icon: 'bell', onSelect: () => navigate('/benachrichtigungen') },
    { label: m.rights_absences(), icon: 'calendar', onSelect: () => navigate('/abwesenheiten') },
    { label: m.shell_sign_out(), icon: 'signOut', onSelect: () => props.onSignOut() },
  ];
  return (
    <Menu
      items={items()}
      label={`${m.shell_account()}: ${props.name}`}
      placement={props.compact ? 'bottom-end' : 'top-start'}
      triggerClass={
        props.compact
          ? 'grid size-11 shrink-0 place-items-center rounded-lg'
          : 'flex min-h-10 w-full items-center gap-2.5 rounded-lg px-2 text-left text-base font-medium text-muted transition-colors hover:bg-line/60 hover:text-ink'
      }
      trigger={
        <>
          <Avatar name={props.name} class="bg-line/60" />
          <span class={props.compact ? 'sr-only' : 'min-w-0 truncate'}>{props.name}</span>
        </>
      }
    />
  );
}
