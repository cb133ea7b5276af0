import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Button } from '../../ui/Button.tsx';
import { sayDate } from '../../ui/dates.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { locale } from '../../ui/locale.ts';
import { Menu, type MenuItem } from '../../ui/Menu.tsx';
import { now } from '../../ui/now.ts';
import { Pill } from '../../ui/Pill.tsx';
import { useAct } from './act.ts';
import { CompanyForm } from './CompanyForm.tsx';
import { type Company, installation, type Overview } from './client.ts';
import { DeleteDialog } from './DeleteDialog.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import { MoveDialog } from './MoveDialog.tsx';
import { states } from './states.ts';

type Open = { what: 'new' } | { what: 'edit' | 'invite' | 'move' | 'delete' | 'deleteNow'; company: Company };

/** The companies of the installation, each with what can be done about it. */
export function Companies(props: { overview: Overview }): JSX.Element {
  const [open, setOpen] = createSignal<Open>();
  const { act, failure } = useAct();
  const close = () => setOpen(undefined);
  const companyIn = (what: Open['what']) => {
    const now = open();
    return now && now.what === what && 'company' in now ? now.company : undefined;
  };
  const items = (company: Company): MenuItem[] => {
    const { id } = company;
    const edit: MenuItem = { label: m.installation_edit(), onSelect: () => setOpen({ what: 'edit', company }) };
    const remove: MenuItem = {
      label: m.installation_delete(),
      danger: true,
      icon: 'trash',
      onSelect: () => setOpen({ what: 'delete', company }),
    };
    switch (company.state) {
      case 'active':
        return [
          edit,
          { label: m.installation_invite(), onSelect: () => setOpen({ what: 'invite', company }) },
          { label: m.installation_move(), onSelect: () => setOpen({ what: 'move', company }) },
          {
            label: m.installation_suspend(),
            onSelect: () =>
              void act(
                () => installation.suspend.mutate({ id }),
                m.installation_suspended(),
                () => installation.resume.mutate({ id }),
              ),
          },
        ];
      case 'suspended':
        return [
          edit,
          {
            label: m.installation_resume(),
            onSelect: () => void act(() => installation.resume.mutate({ id }), m.installation_resumed()),
          },
          remove,
        ];
      case 'deleting':
        return [
          {
            label: m.installation_keep(),
            icon: 'undo',
            onSelect: () => void act(() => installation.keep.mutate({ id }), m.installation_kept()),
          },
          {
            label: m.installation_delete_now(),
            danger: true,
            icon: 'trash',
            onSelect: () => setOpen({ what: 'deleteNow', company }),
          },
        ];
      case 'failed':
        return [
          {
            label: m.installation_retry(),
            onSelect: () => void act(() => installation.retry.mutate({ id }), m.installation_retried()),
          },
          edit,
          remove,
        ];
      default:
        return [edit];
    }
  };
  return (
    <section>
      <div class="mb-3 flex flex-wrap items-center justify-between gap-3">
        <div>
          <h1 class="text-xl font-semibold">{m.installation_companies()}</h1>
          <p class="text-muted">{m.installation_lead()}</p>
        </div>
        <Button look="filled" icon="plus" onClick={() => setOpen({ what: 'new' })}>
          {m.installation_new()}
        </Button>
      </div>
      <Show when={failure()}>
        {(text) => (
          <div class="mb-3">
            <ErrorNote title={text()} />
          </div>
        )}
      </Show>
      <Show
        when={props.overview.companies.length > 0}
        fallback={<EmptyState icon="building" title={m.installation_none()} text={m.installation_none_text()} />}
      >
        <ul class="overflow-hidden rounded-xl border border-line bg-surface">
          <For each={props.overview.companies}>
            {(company) => (
              <li class="flex min-h-14 items-center gap-3 border-line px-4 py-2.5 not-last:border-b">
                <div class="flex min-w-0 flex-1 items-center justify-between gap-x-3 gap-y-1.5 max-sm:flex-col max-sm:items-start">
                  <div class="min-w-0">
                    <p class="font-semibold wrap-anywhere hyphens-auto">{company.name}</p>
                    <p class="truncate text-sm text-muted">
                      {[company.slug, ...company.hosts, company.plan].join(' · ')}
                    </p>
                    <Show when={company.deleteAfter}>
                      {(day) => (
                        <p class="text-sm text-late">
                          {m.installation_deleted_on({ date: sayDate(day(), { locale: locale(), now: now() }) })}
                        </p>
                      )}
                    </Show>
                    <Show when={company.failure}>
                      {(step) => <p class="text-sm text-late">{m.installation_failed_at({ step: step() })}</p>}
                    </Show>
                  </div>
                  <Pill tone={states[company.state].tone}>{states[company.state].say()}</Pill>
                </div>
                <Menu items={items(company)} label={`${m.ui_more()}: ${company.name}`} />
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={open()?.what === 'new'}>
        <CompanyForm onClose={close} />
      </Show>
      <Show when={companyIn('edit')}>{(company) => <CompanyForm company={company()} onClose={close} />}</Show>
      <Show when={companyIn('invite')}>{(company) => <InviteDialog company={company()} onClose={close} />}</Show>
      <Show when={companyIn('move')}>
        {(company) => <MoveDialog company={company()} servers={props.overview.servers} onClose={close} />}
      </Show>
      <Show when={companyIn('delete')}>{(company) => <DeleteDialog company={company()} onClose={close} />}</Show>
      <Show when={companyIn('deleteNow')}>
        {(company) => <DeleteDialog company={company()} atOnce onClose={close} />}
      </Show>
    </section>
  );
}
