import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useAct } from './act.ts';
import { type Company, installation, type Overview } from './client.ts';

const FORM = 'server-form';

/** The database servers that hold companies. */
export function Servers(props: { servers: Overview['servers']; companies: readonly Company[] }): JSX.Element {
  const [adding, setAdding] = createSignal(false);
  const held = (id: string | null) => props.companies.filter(({ serverId }) => serverId === id).length;
  const said = (id: string | null) =>
    held(id) === 1 ? m.installation_holds_one() : m.installation_holds({ count: held(id) });
  return (
    <section>
      <div class="mb-3 flex flex-wrap items-center justify-between gap-3">
        <div>
          <h2 class="text-lg font-semibold">{m.installation_servers()}</h2>
          <p class="text-muted">{m.installation_servers_lead()}</p>
        </div>
        <Button icon="plus" onClick={() => setAdding(true)}>
          {m.installation_add_server()}
        </Button>
      </div>
      <ul class="overflow-hidden rounded-xl border border-line bg-surface">
        <For each={[{ id: null, name: m.installation_own_server() }, ...props.servers]}>
          {(server) => (
            <li class="flex min-h-12 items-center justify-between gap-3 border-line px-4 py-2 not-last:border-b">
              <span class="font-medium">{server.name}</span>
              <span class="text-sm text-muted">{said(server.id)}</span>
            </li>
          )}
        </For>
      </ul>
      <Show when={adding()}>
        <ServerForm onClose={() => setAdding(false)} />
      </Show>
    </section>
  );
}

function ServerForm(props: { onClose: () => void }): JSX.Element {
  const { act, busy, failure } = useAct();
  const [name, setName] = createSignal('');
  const [url, setUrl] = createSignal('');
  const [tried, setTried] = createSignal(false);
  const isNameMissing = () => name().trim() === '';
  const isUrlWrong = () => !/^postgres(ql)?:\/\/[^\s/]/.test(url().trim());
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (isNameMissing() || isUrlWrong()) return;
    const said = { name: name(), url: url().trim() };
    if (await act(() => installation.addServer.mutate(said), m.installation_server_added())) props.onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && props.onClose()}
      title={m.installation_add_server()}
      description={m.installation_server_lead()}
      footer={
        <>
          <Button onClick={() => props.onClose()}>{m.ui_cancel()}</Button>
          <Button look="filled" type="submit" form={FORM} busy={busy()}>
            {m.installation_try_server()}
          </Button>
        </>
      }
    >
      <form id={FORM} class="flex flex-col gap-4" onSubmit={(event) => void submit(event)} novalidate>
        <TextField
          label={m.installation_server_name()}
          error={tried() && isNameMissing() ? m.errors_field_required() : undefined}
          maxlength={60}
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <TextField
          label={m.installation_server_url()}
          hint={m.installation_server_url_hint()}
          type="password"
          autocomplete="off"
          spellcheck={false}
          error={tried() && isUrlWrong() ? m.installation_server_url_wrong() : undefined}
          value={url()}
          onInput={(event) => setUrl(event.currentTarget.value)}
        />
        <Show when={failure()}>{(text) => <ErrorNote title={text()} />}</Show>
      </form>
    </Dialog>
  );
}
