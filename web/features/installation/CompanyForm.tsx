import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { newWorkspace, workspaceDescription } from '../../../domain/workspace.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useAct } from './act.ts';
import { type Company, installation } from './client.ts';

const FORM = 'company-form';
type Wrong = Partial<Record<'slug' | 'name' | 'hosts' | 'plan', string>>;

/** Makes a company, or changes what one is called and where it is reached. */
export function CompanyForm(props: { company?: Company; onClose: () => void }): JSX.Element {
  const { act, busy, failure } = useAct();
  const [name, setName] = createSignal(props.company?.name ?? '');
  const [slug, setSlug] = createSignal(props.company?.slug ?? '');
  const [hosts, setHosts] = createSignal(props.company?.hosts.join(', ') ?? '');
  const [plan, setPlan] = createSignal(props.company?.plan ?? 'standard');
  const [language, setLanguage] = createSignal<'de' | 'en'>('de');
  const [wrong, setWrong] = createSignal<Wrong>({});
  const sentences: Record<keyof Wrong, () => string> = {
    slug: () => m.installation_slug_wrong(),
    name: () => m.installation_name_wrong(),
    hosts: () => m.installation_hosts_wrong(),
    plan: () => m.installation_plan_wrong(),
  };
  const said = () => ({
    name: name(),
    hosts: hosts()
      .split(/[\s,;]+/)
      .filter(Boolean)
      .map((host) => host.toLowerCase()),
    plan: plan(),
  });
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const { company } = props;
    const checked = company
      ? workspaceDescription.safeParse(said())
      : newWorkspace.safeParse({ ...said(), slug: slug().trim(), locale: language() });
    const problems: Wrong = {};
    for (const { path } of checked.error?.issues ?? []) {
      const field = String(path[0]) as keyof Wrong;
      problems[field] = sentences[field]?.();
    }
    setWrong(problems);
    if (!checked.success) return;
    const done = await (company
      ? act(() => installation.describe.mutate({ id: company.id, ...said() }), m.installation_changed())
      : act(
          () => installation.create.mutate({ ...said(), slug: slug().trim(), locale: language() }),
          m.installation_begun(),
        ));
    if (done) props.onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && props.onClose()}
      title={props.company ? m.installation_edit_title() : m.installation_new()}
      description={props.company ? undefined : m.installation_new_lead()}
      footer={
        <>
          <Button onClick={() => props.onClose()}>{m.ui_cancel()}</Button>
          <Button look="filled" type="submit" form={FORM} busy={busy()}>
            {props.company ? m.installation_save() : m.installation_make()}
          </Button>
        </>
      }
    >
      <form id={FORM} class="flex flex-col gap-4" onSubmit={(event) => void submit(event)} novalidate>
        <TextField
          label={m.installation_name()}
          error={wrong().name}
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <Show when={!props.company}>
          <TextField
            label={m.installation_slug()}
            hint={m.installation_slug_hint()}
            error={wrong().slug}
            autocapitalize="none"
            spellcheck={false}
            value={slug()}
            onInput={(event) => setSlug(event.currentTarget.value)}
          />
        </Show>
        <TextField
          label={m.installation_hosts()}
          hint={m.installation_hosts_hint()}
          error={wrong().hosts}
          autocapitalize="none"
          spellcheck={false}
          value={hosts()}
          onInput={(event) => setHosts(event.currentTarget.value)}
        />
        <TextField
          label={m.installation_plan()}
          error={wrong().plan}
          value={plan()}
          onInput={(event) => setPlan(event.currentTarget.value)}
        />
        <Show when={!props.company}>
          <Select
            label={m.shell_language()}
            value={language()}
            onChange={setLanguage}
            options={[
              { value: 'de', label: 'Deutsch' },
              { value: 'en', label: 'English' },
            ]}
          />
        </Show>
        <Show when={failure()}>{(text) => <ErrorNote title={text()} />}</Show>
      </form>
    </Dialog>
  );
}
