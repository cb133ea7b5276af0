import { createEffect, createSignal, type JSX, Match, on, Show, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api, enterBy, refusalIn } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Select } from '../../ui/Select.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { PortalShell } from '../shell/PortalShell.tsx';
import { createAsked } from './ask.ts';
import { commonBuilding, Duplicates } from './Duplicates.tsx';
import { createDraft } from './draft.ts';
import { keepOffline } from './offline.ts';
import { type PlaceChoice, ReportForm } from './ReportForm.tsx';
import { Sent } from './Sent.tsx';
import { createSending, reportOf, type Taken } from './sending.ts';

/** How long the token for photos is used; the server takes it for twelve hours. */
const UPLOAD_MS = 11 * 3_600_000;

/** A report without an account, from the building's link or QR code; the mail address is proven by a code. */
export default function PublicReport(props: { code: string }): JSX.Element {
  // The address does not change while the form stands.
  const code = props.code;
  const company = createAsked(() => api.workspace.public.query());
  const kinds = createAsked(() => api.categories.form.query());
  const form = createDraft(code, kinds.data);
  enterBy(form.draft.upload ? { upload: form.draft.upload.token } : {});
  const sending = createSending(form);
  const [proof, setProof] = createSignal('');
  const [asking, setAsking] = createSignal(false);
  const house = createAsked(() => api.portal.places.query({ code }));
  /** An address that leads to no house, however often it is asked for. */
  const unknown = () =>
    house.error() !== undefined && ['linkUnknown', 'badInput'].includes(refusalIn(house.error()).code);
  const { draft, change } = form;
  // Once everything that it shows has come.
  createEffect(on(house.data, (found) => found && void keepOffline()));
  const buildings = () => house.data()?.buildings ?? [];
  const houseId = () => draft.house ?? (buildings().length === 1 ? buildings()[0]?.id : undefined);
  const chosenHouse = () => buildings().find(({ id }) => id === houseId());
  const choices = (): PlaceChoice[] => {
    const house = chosenHouse();
    if (!house) return [];
    return [
      { value: `flat:${house.id}`, title: m.report_flat(), detail: house.street, kind: 'unit' },
      {
        value: `common:${house.id}`,
        title: m.report_common(),
        detail: buildings().length > 1 ? `${house.street}, ${m.report_common_detail()}` : m.report_common_detail(),
        kind: 'common',
      },
    ];
  };
  let preparing: Promise<void> | undefined;
  const prepareUpload = () => {
    if (draft.upload) return Promise.resolve();
    preparing ??= api.portal.beginUpload
      .mutate({ reportCode: code })
      .then(({ token }) => {
        change('upload', { token, until: Date.now() + UPLOAD_MS });
        enterBy({ upload: token });
      })
      .catch((error: unknown) => {
        throw new Error(sayFailure(error), { cause: error });
      })
      .finally(() => {
        preparing = undefined;
      });
    return preparing;
  };
  const address = () => draft.email.trim();
  const known = () => draft.name.trim().length >= 2 && /^\S+@\S+\.\S+$/.test(address());
  const mailed = () => draft.mailedTo !== '' && draft.mailedTo === address();
  const requestCode = async () => {
    setAsking(true);
    sending.setFailure(undefined);
    try {
      await api.portal.requestCode.mutate({ reportCode: code, email: address(), name: draft.name.trim() });
      setProof('');
      change('mailedTo', address());
      queueMicrotask(() => document.querySelector<HTMLInputElement>('input[autocomplete="one-time-code"]')?.focus());
    } catch (error) {
      sending.setFailure(sayFailure(error));
    } finally {
      setAsking(false);
    }
  };
  /** Joins what a neighbour has reported; who it is proves the code, as for a report. */
  const join = async (ticketId: string): Promise<Taken> => {
    const answer = await api.portal.join.mutate({
      reportCode: code,
      ticketId,
      commandId: draft.commandId,
      email: address(),
      code: proof(),
      name: draft.name.trim(),
      phone: draft.phone.trim(),
    });
    return { number: answer.number, path: answer.path, kept: answer.state === 'kept', joined: true };
  };
  const again = () => {
    for (const asked of [house, kinds]) if (asked.error()) asked.again();
  };
  const send = () => {
    if (!mailed()) return void requestCode();
    const { joining } = draft;
    if (joining) return void sending.send(() => join(joining.id));
    const report = reportOf(form, []);
    if (!report) return sending.setFailure(m.report_incomplete());
    void sending.send(async () => {
      const answer = await api.portal.report.mutate({
        ...report,
        unitId: null,
        reportCode: code,
        email: address(),
        code: proof(),
        name: draft.name.trim(),
        phone: draft.phone.trim(),
        flat: report.place === 'unit' ? draft.flat.trim() : '',
      });
      return { number: answer.number, path: answer.path, kept: answer.state === 'kept' };
    });
  };
  return (
    <PortalShell
      brand={{ name: company.data()?.name ?? '' }}
      note={<Show when={house.data()}>{(data) => m.report_house_note({ property: data().property })}</Show>}
      links={[{ href: '/melden', label: m.report_with_account() }]}
    >
      <Switch fallback={<Skeleton shape="page" />}>
        <Match when={sending.taken()}>
          {(taken) => <Sent taken={taken()} another={`/melden/${encodeURIComponent(code)}`} mailed />}
        </Match>
        <Match when={unknown()}>
          <ErrorNote page title={m.report_house_unknown()} text={m.report_house_unknown_text()} />
        </Match>
        <Match when={house.error() ?? kinds.error()}>
          {(error) => (
            <ErrorNote
              title={sayFailure(error())}
              text={m.report_kept_words()}
              action={<Button onClick={() => again()}>{m.ui_try_again()}</Button>}
            />
          )}
        </Match>
        <Match when={house.data() && kinds.data()}>
          <ReportForm
            form={form}
            places={choices()}
            house={
              <Show when={buildings().length > 1}>
                <Select
                  label={m.report_house()}
                  options={buildings().map(({ id, street }) => ({ value: id, label: street }))}
                  value={draft.house ?? undefined}
                  onChange={(id) => change({ house: id, place: null })}
                />
              </Show>
            }
            prepareUpload={prepareUpload}
            known={() => (
              <Duplicates
                form={form}
                buildingId={commonBuilding(draft)}
                look={(about) => api.portal.known.query({ ...about, reportCode: code })}
                onJoin={async ({ id, title }) => change({ joining: { id, title }, screen: 3 })}
              />
            )}
            contactComplete={known() && (!mailed() || proof().trim().length >= 6)}
            contact={({ missing }) => (
              <div class="flex flex-col gap-5">
                <TextField
                  label={m.report_name()}
                  autocomplete="name"
                  maxLength={120}
                  value={draft.name}
                  onInput={(event) => change('name', event.currentTarget.value)}
                  error={missing && draft.name.trim().length < 2 ? m.report_name_missing() : undefined}
                />
                <TextField
                  type="email"
                  inputmode="email"
                  label={m.report_email()}
                  hint={m.report_email_hint()}
                  autocomplete="email"
                  maxLength={254}
                  value={draft.email}
                  onInput={(event) => change('email', event.currentTarget.value)}
                  error={missing && !/^\S+@\S+\.\S+$/.test(address()) ? m.report_email_missing() : undefined}
                />
                <TextField
                  type="tel"
                  label={m.report_phone()}
                  optional
                  autocomplete="tel"
                  maxLength={40}
                  value={draft.phone}
                  onInput={(event) => change('phone', event.currentTarget.value)}
                />
                <Show when={mailed()}>
                  <div class="flex flex-col gap-3 rounded-xl border border-l-4 border-line border-l-us bg-surface p-4">
                    <p role="status">{m.report_code_sent({ email: address() })}</p>
                    <TextField
                      label={m.report_code()}
                      inputmode="numeric"
                      autocomplete="one-time-code"
                      maxLength={12}
                      value={proof()}
                      onInput={(event) => setProof(event.currentTarget.value)}
                      error={missing && proof().trim().length < 6 ? m.report_code_missing() : undefined}
                    />
                    <Button look="quiet" disabled={asking()} onClick={() => void requestCode()}>
                      {m.report_code_again()}
                    </Button>
                  </div>
                </Show>
              </div>
            )}
            sendLabel={mailed() ? (draft.joining ? m.report_known_join() : m.report_send()) : m.report_request_code()}
            busy={sending.busy() || asking()}
            failure={sending.refusal()?.code === 'codeWrong' ? m.report_code_wrong() : sending.failure()}
            onSend={send}
          />
        </Match>
      </Switch>
    </PortalShell>
  );
}
