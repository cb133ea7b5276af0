import { Key } from '@solid-primitives/keyed';
import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { sayDate } from '../../ui/dates.ts';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { Pill } from '../../ui/Pill.tsx';
import { toast } from '../../ui/Toast.tsx';
import { useAgain } from '../people/queries.ts';
import type { InvitationOverview } from './queries.ts';

type Round = InvitationOverview['rounds'][number];

/** How many posted rounds stay in sight. */
const POSTED = 3;

/** Letters that are being written, are to be printed, or were posted a moment ago. */
export function Rounds(props: { rounds: InvitationOverview['rounds'] }): JSX.Element {
  const withLetters = () => props.rounds.filter(({ letters, state }) => letters > 0 || state === 'preparing');
  const shown = () => [
    ...withLetters().filter(({ postedAt }) => !postedAt),
    ...withLetters()
      .filter(({ postedAt }) => postedAt)
      .slice(0, POSTED),
  ];
  return (
    <Show when={shown().length > 0}>
      <section class="mt-6">
        <h2 class="text-md font-semibold">{m.invitations_rounds()}</h2>
        <p class="mt-0.5 text-sm text-pretty text-muted">{m.invitations_round_hint()}</p>
        <ul class="mt-2 overflow-hidden rounded-xl border border-line bg-surface">
          <Key each={shown()} by="id">
            {(round) => <Line round={round()} />}
          </Key>
        </ul>
      </section>
    </Show>
  );
}

function Line(props: { round: Round }): JSX.Element {
  const again = useAgain();
  const [busy, setBusy] = createSignal(false);
  const when = (iso: string) => sayDate(iso, { locale: locale(), now: now() });
  const post = async () => {
    setBusy(true);
    try {
      await api.invitations.post.mutate({ id: props.round.id });
      toast({ text: m.invitations_round_posted_done() });
    } catch (reason) {
      toast({ text: sayFailure(reason), tone: 'late' });
    } finally {
      setBusy(false);
      void again();
    }
  };
  const about = () => {
    const { invited, madeAt, madeBy } = props.round;
    const given = { when: when(madeAt), name: madeBy };
    return invited === 1 ? m.invitations_round_line_one(given) : m.invitations_round_line({ ...given, count: invited });
  };
  const standing = () => {
    const { state, progress, postedAt } = props.round;
    if (postedAt) return m.invitations_round_posted({ when: when(postedAt) });
    return state === 'preparing' ? m.invitations_round_preparing({ progress }) : m.invitations_round_to_post();
  };
  return (
    <li class="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-3 last:border-b-0">
      <span class="min-w-0">
        <span class="block font-semibold">
          <Show when={props.round.letters > 0} fallback={m.invitations_rounds()}>
            {props.round.letters === 1
              ? m.invitations_round_letters_one()
              : m.invitations_round_letters({ letters: props.round.letters, pages: props.round.pages })}
          </Show>
        </span>
        <span class="flex flex-wrap items-center gap-x-2 text-sm text-muted">
          {about()}
          <Pill tone={props.round.postedAt ? 'done' : 'us'}>{standing()}</Pill>
        </span>
      </span>
      <Show when={props.round.hasFile}>
        <span class="flex flex-wrap gap-2">
          <ButtonLink href={`/api/invitations/${props.round.id}.pdf`} target="_self" icon="print">
            {m.invitations_round_print()}
          </ButtonLink>
          <Button busy={busy()} onClick={() => void post()}>
            {m.invitations_round_post()}
          </Button>
        </span>
      </Show>
    </li>
  );
}
