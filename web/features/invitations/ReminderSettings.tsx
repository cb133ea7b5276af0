import { createSignal, type JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { invitationSettings } from '../../../domain/invitation/course.ts';
import { api } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { useAgain } from '../people/queries.ts';
import type { InvitationOverview } from './queries.ts';

type Settings = InvitationOverview['settings'];

const numbersIn = (text: string) =>
  text
    .split(/[,;\s]+/)
    .filter(Boolean)
    .map(Number);

/** When those who do not come are reminded, and whether renters whom owners name wait for the office. */
export function ReminderSettings(props: { settings: Settings }): JSX.Element {
  const again = useAgain();
  const [days, setDays] = createSignal(props.settings.reminders.join(', '));
  const [note, setNote] = createSignal(String(props.settings.lastNote));
  const [approve, setApprove] = createSignal(props.settings.approveRenters);
  const [wrong, setWrong] = createSignal<'reminders' | 'lastNote'>();
  const [busy, setBusy] = createSignal(false);
  const save = async () => {
    const given = invitationSettings.safeParse({
      reminders: numbersIn(days()),
      lastNote: Number(note()),
      approveRenters: approve(),
    });
    setWrong(given.success ? undefined : given.error.issues[0]?.path[0] === 'lastNote' ? 'lastNote' : 'reminders');
    if (!given.success) return;
    setBusy(true);
    try {
      await api.invitations.setSettings.mutate(given.data);
      toast({ text: m.invitations_settings_saved() });
      void again();
    } catch (reason) {
      toast({ text: sayFailure(reason), tone: 'late' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <section class="mt-9 max-w-140">
      <h2 class="text-md font-semibold">{m.invitations_settings()}</h2>
      <p class="mt-0.5 text-sm text-pretty text-muted">{m.invitations_settings_text()}</p>
      <form
        class="mt-3 flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField
          label={m.invitations_settings_days()}
          hint={m.invitations_settings_days_hint()}
          error={wrong() === 'reminders' ? m.invitations_settings_days_wrong() : undefined}
          value={days()}
          onInput={(event) => setDays(event.currentTarget.value)}
        />
        <TextField
          label={m.invitations_settings_note()}
          inputmode="numeric"
          error={wrong() === 'lastNote' ? m.invitations_settings_note_wrong() : undefined}
          value={note()}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
        <Checkbox label={m.invitations_settings_approve()} checked={approve()} onChange={setApprove} />
        <div>
          <Button type="submit" busy={busy()}>
            {m.invitations_settings_save()}
          </Button>
        </div>
      </form>
    </section>
  );
}
