import { createEffect, type JSX, Match, on, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api, enterBy, refusalIn } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { sayDwelling } from '../portal/place.ts';
import { PortalShell } from '../shell/PortalShell.tsx';
import { createAsked } from './ask.ts';
import { commonBuilding, Duplicates, type Offered } from './Duplicates.tsx';
import { createDraft } from './draft.ts';
import { keepOffline } from './offline.ts';
import { type PlaceChoice, ReportForm } from './ReportForm.tsx';
import { Sent } from './Sent.tsx';
import { createSending, reportOf } from './sending.ts';

/** A report by a resident or owner who is signed in, for a place of theirs; others are led to the door and back. */
export default function ResidentReport(): JSX.Element {
  enterBy({ entrance: 'residents' });
  const company = createAsked(() => api.workspace.public.query());
  return (
    <PortalShell brand={{ name: company.data()?.name ?? '' }} links={[{ href: '/meine', label: m.portal_home() }]}>
      <Form />
    </PortalShell>
  );
}

function Form(): JSX.Element {
  const places = createAsked(async () => {
    try {
      return await api.tickets.places.query();
    } catch (error) {
      if (refusalIn(error).code === 'signInNeeded') location.replace('/anmelden?weiter=/melden');
      throw error;
    }
  });
  const kinds = createAsked(() => api.categories.form.query());
  const form = createDraft('mine', kinds.data);
  const sending = createSending(form);
  const units = () => places.data() ?? [];
  // Once everything that it shows has come.
  createEffect(on(places.data, (found) => found && void keepOffline()));
  const choices = (): PlaceChoice[] => {
    const buildings = new Map(units().map(({ buildingId, street }) => [buildingId, street]));
    return [
      ...units().map(
        (unit): PlaceChoice => ({
          value: `unit:${unit.unitId}`,
          title: sayDwelling(unit.unit, unit.floor, unit.position),
          detail: `${unit.street}, ${unit.city}`,
          kind: 'unit',
        }),
      ),
      ...[...buildings].map(
        ([id, street]): PlaceChoice => ({
          value: `common:${id}`,
          title: m.report_common(),
          detail: buildings.size > 1 ? `${street}, ${m.report_common_detail()}` : m.report_common_detail(),
          kind: 'common',
        }),
      ),
    ];
  };
  const ids = new Map<string, string>();
  /** Joins at once: who is signed in is known. The same attempt keeps its id, a refused one is another act. */
  const join = async ({ id: ticketId }: Offered) => {
    const commandId = ids.get(ticketId) ?? crypto.randomUUID();
    ids.set(ticketId, commandId);
    try {
      const { number, state } = await api.duplicates.follow.mutate({ ticketId, commandId });
      sending.done({ number, path: `/vorgang/${ticketId}`, kept: state === 'kept', joined: true });
    } catch (error) {
      ids.delete(ticketId);
      throw error;
    }
  };
  const again = () => {
    for (const asked of [places, kinds]) if (asked.error()) asked.again();
  };
  const send = () => {
    const report = reportOf(form, units());
    if (!report) return sending.setFailure(m.report_incomplete());
    void sending.send(async () => {
      const answer = await api.tickets.report.mutate(report);
      return { number: answer.number, path: `/vorgang/${answer.ticketId}`, kept: answer.state === 'kept' };
    });
  };
  // Who was away for long may have been signed out: the draft stays, the page says what to do.
  createEffect(() => sending.taken() && scrollTo({ top: 0 }));
  return (
    <Switch fallback={<Skeleton shape="page" />}>
      <Match when={sending.taken()}>{(taken) => <Sent taken={taken()} another="/melden" />}</Match>
      <Match when={places.error() ?? kinds.error()}>
        {(error) => (
          <ErrorNote
            title={sayFailure(error())}
            text={m.report_kept_words()}
            action={<Button onClick={() => again()}>{m.ui_try_again()}</Button>}
          />
        )}
      </Match>
      <Match when={places.data()?.length === 0}>
        <EmptyState icon="building" title={m.report_no_place_title()} text={m.report_no_place_text()} />
      </Match>
      <Match when={places.data() && kinds.data()}>
        <ReportForm
          form={form}
          places={choices()}
          prepareUpload={async () => {}}
          known={() => (
            <Duplicates
              form={form}
              buildingId={commonBuilding(form.draft)}
              look={(about) => api.duplicates.offered.query({ ...about, place: 'common' })}
              onJoin={join}
            />
          )}
          sendLabel={m.report_send()}
          busy={sending.busy()}
          failure={sending.failure()}
          onSend={send}
        />
      </Match>
    </Switch>
  );
}
