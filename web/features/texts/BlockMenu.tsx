import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { BlockPurpose } from '../../../domain/texts/blocks.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Menu, type MenuItem } from '../../ui/Menu.tsx';
import { useBlocks } from './queries.ts';

/** The reusable texts that fit, those for this very purpose first; choosing one hands its text over. */
export default function BlockMenu(props: {
  purpose: BlockPurpose;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  returnTo: () => HTMLElement | undefined;
  onChoose: (text: string) => void;
}): JSX.Element {
  const blocks = useBlocks();
  const items = (): MenuItem[] => {
    const all = blocks.data ?? [];
    const choices = (purpose: BlockPurpose): MenuItem[] =>
      all
        .filter((each) => each.purpose === purpose)
        .map(({ name, text }) => ({ label: name, onSelect: () => props.onChoose(text) }));
    const own = props.purpose === 'any' ? [] : choices(props.purpose);
    const general = choices('any');
    if (own.length + general.length === 0)
      return [{ heading: blocks.isError ? m.texts_failed() : blocks.data ? m.texts_menu_none() : m.ui_loading() }];
    return [...own, ...(own.length > 0 && general.length > 0 ? (['separator'] as const) : []), ...general];
  };
  return (
    <Menu
      items={items()}
      placement="top-start"
      open={props.open}
      onOpenChange={props.onOpenChange}
      returnTo={props.returnTo}
      triggerClass="inline-flex min-h-8 items-center gap-1.5 rounded-lg px-2 text-sm font-medium text-muted transition-colors hover:bg-sunken hover:text-ink"
      trigger={
        <>
          <Icon name="document" size={16} />
          {m.texts_insert()}
          <kbd class="hidden text-xs text-faint sm:inline">Alt+B</kbd>
        </>
      }
    />
  );
}
