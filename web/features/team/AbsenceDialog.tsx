import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api } from '../../api.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Select } from '../../ui/Select.tsx';
import { toast } from '../../ui/Toast.tsx';
import { useContractors, useEmployees } from '../desk/queries.ts';
import { Days } from './Days.tsx';
import { type AbsenceRow, useChange, useEntitled } from './queries.ts';

const NOBODY = 'nobody';

/** Enters when somebody of ours or a firm is away, and who stands in; `firmId` where it can only be that firm. */
export function AbsenceDialog(props: {
  row: AbsenceRow | undefined;
  firmId?: string;
  onClose: () => void;
}): JSX.Element {
  const entitled = useEntitled();
  const employees = useEmployees();
  const contractors = useContractors();
  const { busy, failure, change } = useChange();
  const id = props.row?.id ?? crypto.randomUUID();
  const [who, setWho] = createSignal(
    props.row ? `${props.row.kind}:${props.row.whoId}` : props.firmId && `contractor:${props.firmId}`,
  );
  const [firstDay, setFirstDay] = createSignal(props.row?.firstDay ?? '');
  const [lastDay, setLastDay] = createSignal(props.row?.lastDay ?? '');
  const [substitute, setSubstitute] = createSignal<string>(props.row?.substituteId ?? NOBODY);
  const [tried, setTried] = createSignal(false);
  const chosen = () => who() ?? (entitled.data?.self ? `employee:${entitled.data.self}` : undefined);
  const whoId = () => chosen()?.split(':')[1] ?? '';
  const ofFirm = () => chosen()?.startsWith('contractor') ?? false;
  const people = () =>
    (employees.data ?? []).filter((one) => entitled.data?.colleagues || one.id === entitled.data?.self);
  const firms = () => (entitled.data?.firms ? (contractors.data ?? []).filter(({ internal }) => !internal) : []);
  const others = () =>
    (ofFirm() ? (contractors.data ?? []) : (employees.data ?? [])).filter(({ id: one }) => one !== whoId());
  const isWrong = () => firstDay() === '' || lastDay() === '' || lastDay() < firstDay();
  const save = async () => {
    setTried(true);
    const kind = ofFirm() ? ('contractor' as const) : ('employee' as const);
    if (isWrong() || !whoId()) return;
    const absence = {
      firstDay: firstDay(),
      lastDay: lastDay(),
      substituteId: substitute() === NOBODY ? null : substitute(),
    };
    if (!(await change(() => api.absences.save.mutate({ id, kind, whoId: whoId(), absence })))) return;
    toast({ text: m.rights_absence_saved() });
    props.onClose();
  };
  const remove = async () => {
    if (!(await change(() => api.absences.remove.mutate({ id })))) return;
    toast({ text: m.rights_absence_removed() });
    props.onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && props.onClose()}
      title={props.row ? m.rights_absence_edit() : m.rights_absence_new()}
      footer={
        <>
          <Show when={props.row}>
            <Button look="danger" busy={busy()} onClick={() => void remove()}>
              {m.rights_absence_remove()}
            </Button>
          </Show>
          <Button type="submit" form="absence" look="filled" busy={busy()}>
            {m.rights_save()}
          </Button>
        </>
      }
    >
      <form
        id="absence"
        novalidate
        class="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Select
          label={m.rights_absence_who()}
          value={chosen()}
          disabled={props.row !== undefined || props.firmId !== undefined}
          onChange={(one) => {
            setWho(one);
            setSubstitute(NOBODY);
          }}
          options={[
            ...people().map((one) => ({ value: `employee:${one.id}`, label: one.name })),
            ...firms().map((one) => ({ value: `contractor:${one.id}`, label: one.name })),
          ]}
        />
        <Days firstDay={firstDay()} lastDay={lastDay()} tried={tried()} onFirst={setFirstDay} onLast={setLastDay} />
        <Select
          label={ofFirm() ? m.rights_absence_substitute_firm() : m.rights_absence_substitute()}
          hint={ofFirm() ? undefined : m.rights_absence_substitute_hint()}
          value={substitute()}
          onChange={setSubstitute}
          options={[
            { value: NOBODY, label: m.rights_absence_nobody() },
            ...others().map((one) => ({ value: one.id, label: one.name })),
          ]}
        />
        <Show when={failure()}>{(sentence) => <ErrorNote title={sentence()} />}</Show>
      </form>
    </Dialog>
  );
}
