import { createSignal, type JSX, Match, Show, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type Choice, choices } from '../../../domain/vote/count.ts';
import { inPartsOf } from '../../../domain/vote/fraction.ts';
import { createAct } from '../../act.ts';
import { api } from '../../api.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { now } from '../../ui/now.ts';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { ProxyPart } from './ProxyPart.tsx';
import type { Ballot, BallotLine } from './queries.ts';
import { moment, sayChoice, sayWay } from './words.ts';

/** One vote (or read receipt) of whoever looks: to be given by a deliberate press, or what was given. */
export function BallotCard(props: { ballot: Ballot; line: BallotLine; onDone: () => Promise<void> }): JSX.Element {
  const vote = () => props.ballot.kind === 'vote';
  const [choice, setChoice] = createSignal<Choice>();
  const [tried, setTried] = createSignal(false);
  const [changing, setChanging] = createSignal(false);
  const open = () => props.ballot.phase === 'open' && Date.parse(props.ballot.deadline) > now();
  const changeable = () => props.ballot.voting?.changeable === true;
  const instruction = () => props.line.under?.instruction ?? null;
  const answering = createAct(async (input: { choice: Choice | null } & { commandId: string }) => {
    const { voterId, personId, under } = props.line;
    return api.campaigns.answer.mutate({
      id: props.ballot.id,
      answerId: input.commandId,
      voterId,
      choice: input.choice,
      under: under ? { proxyId: under.id, personId } : null,
    });
  });
  const send = async () => {
    setTried(true);
    if (vote() && !choice()) return;
    const given = await answering.run({ choice: vote() ? (choice() ?? null) : null });
    if (given) setChanging(false);
    await props.onDone();
  };
  const title = () => (props.line.under ? m.campaign_ballot_for({ name: props.line.name }) : m.campaign_ballot_yours());
  return (
    <section class="rounded-xl border border-line bg-surface px-4.5 py-4" aria-label={title()}>
      <Show when={vote()}>
        <h2 class="font-semibold">{title()}</h2>
        <p class="text-md text-muted">
          {[
            props.line.units.length > 0 && m.campaign_ballot_units({ units: props.line.units.join('; ') }),
            props.line.weight !== '1' &&
              m.campaign_ballot_weight({
                weight: inPartsOf(props.line.weight, props.ballot.voting?.whole ?? null),
              }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </Show>
      <Switch>
        <Match when={props.line.exclusion}>
          {(reason) => <p class="mt-2">{m.campaign_ballot_excluded({ reason: reason() })}</p>}
        </Match>
        <Match when={props.line.answer && !changing() ? props.line.answer : undefined}>
          {(answer) => (
            <>
              <p class="mt-2 flex items-start gap-2 font-semibold text-done">
                <Icon name="check" class="mt-0.5 shrink-0" />
                <span>
                  {!vote()
                    ? m.campaign_ballot_read()
                    : answer().choice
                      ? m.campaign_ballot_said({ choice: sayChoice(answer().choice) })
                      : m.campaign_ballot_said_secret()}
                </span>
              </p>
              <p class="mt-1 text-md text-muted">
                {moment(answer().at)}, {sayWay(answer().way)}
              </p>
              <p class="mt-2 text-md text-muted">
                {m.campaign_ballot_fingerprint()}:{' '}
                <code class="text-sm break-all text-ink">{answer().hash.slice(0, 16)}</code>
              </p>
              <Show when={open() && changeable()}>
                <Button class="mt-3" onClick={() => setChanging(true)}>
                  {m.campaign_ballot_change()}
                </Button>
              </Show>
            </>
          )}
        </Match>
        <Match when={props.line.castByOther && props.ballot.voting?.secret}>
          <p class="mt-2">{m.campaign_ballot_cast()}</p>
        </Match>
        <Match when={open()}>
          <form
            novalidate
            class={`flex flex-col gap-3.5 ${vote() ? 'mt-3' : ''}`}
            onSubmit={(event) => {
              event.preventDefault();
              void send();
            }}
          >
            <Show when={props.line.castByOther}>
              <p class="rounded-lg bg-us-soft px-3 py-2 text-md text-us">{m.campaign_ballot_by_other()}</p>
            </Show>
            <Show when={vote()}>
              <RadioCards<Choice>
                label={m.campaign_ballot_choose()}
                cards={choices.map((value) => ({
                  value,
                  title: sayChoice(value),
                  disabled: instruction() !== null && instruction() !== value,
                }))}
                value={choice()}
                onChange={setChoice}
                error={tried() && !choice() ? m.campaign_choice_missing() : undefined}
              />
              <Show when={instruction()}>
                {(said) => <p class="text-md">{m.campaign_ballot_instructed({ choice: sayChoice(said()) })}</p>}
              </Show>
            </Show>
            <Show when={answering.error()}>{(error) => <ErrorNote title={error()} />}</Show>
            <Button type="submit" look="filled" busy={answering.busy()}>
              {vote() ? m.campaign_ballot_send() : m.campaign_receipt_send()}
            </Button>
            <Show when={vote()}>
              <p class="text-md text-muted">
                {changeable() ? m.campaign_ballot_changeable() : m.campaign_ballot_final()}
              </p>
            </Show>
          </form>
          <Show when={vote() && !props.line.under && props.ballot.audience === 'owners'}>
            <ProxyPart ballot={props.ballot} line={props.line} onDone={props.onDone} />
          </Show>
        </Match>
      </Switch>
    </section>
  );
}
