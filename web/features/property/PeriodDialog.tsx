import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { period } from '../../../domain/period.ts';
import { problem, problemsBySchema } from '../../../domain/problem.ts';
import { createAct } from '../../act.ts';
import { api, type Questions } from '../../api.ts';
import { createChecks } from '../../checks.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { useAgain } from '../people/queries.ts';
import { ActDialog } from '../ticket/ActDialog.tsx';
import { fractionIn } from './SaleDialog.tsx';
import type { UnitPageData } from './words.ts';

type Period = UnitPageData['periods'][number];

/** Corrects what was written down wrongly about one period, or strikes it out. */
export function PeriodDialog(props: { unit: UnitPageData; period: Period; onClose: () => void }): JSX.Element {
  const again = useAgain();
  const { unit } = props;
  const { id, kind, person, share } = props.period;
  const [from, setFrom] = createSignal(props.period.from);
  const [until, setUntil] = createSignal(props.period.until ?? '');
  const [part, setPart] = createSignal(share ? `${share.numerator}/${share.denominator}` : '');
  const act = createAct(async (input: Questions['units']['correct']) => {
    await api.units.correct.mutate(input);
    return true;
  });
  const typed = () => ({ from: from(), until: until() || null });
  const checks = createChecks(
    () => [
      ...problemsBySchema(period, typed()),
      ...(fractionIn(part()) === undefined ? [problem('shareInvalid', 'share')] : []),
    ],
    act.refusal,
    ['from', 'until', 'share'],
  );
  const send = async (next: Questions['units']['correct']['period']) => {
    if (!(await act.run({ id: unit.id, revision: unit.revision, kind, periodId: id, period: next }))) return;
    await again();
    toast({ text: next ? m.property_saved() : m.property_struck() });
    props.onClose();
  };
  return (
    <ActDialog
      title={m.property_period_title({ name: person.name })}
      description={m.property_period_lead()}
      submit={m.property_save()}
      busy={act.busy()}
      error={checks.rest()}
      onSubmit={() => {
        if (checks.ready()) void send({ ...typed(), share: fractionIn(part()) ?? null });
      }}
      onClose={props.onClose}
    >
      <div class="grid grid-cols-2 items-start gap-3">
        <TextField
          type="date"
          label={m.property_from()}
          value={from()}
          onChange={(event) => setFrom(event.currentTarget.value)}
          error={checks.errorOf('from')}
        />
        <TextField
          type="date"
          label={m.property_until()}
          optional
          value={until()}
          onChange={(event) => setUntil(event.currentTarget.value)}
          error={checks.errorOf('until')}
        />
      </div>
      <Show when={kind === 'ownership'}>
        <TextField
          label={m.property_buyer_share()}
          hint={m.property_period_share_hint()}
          optional
          value={part()}
          onInput={(event) => setPart(event.currentTarget.value)}
          error={checks.errorOf('share')}
        />
      </Show>
      <div>
        <Button look="danger" icon="trash" disabled={act.busy()} onClick={() => void send(null)}>
          {m.property_period_strike()}
        </Button>
      </div>
    </ActDialog>
  );
}
