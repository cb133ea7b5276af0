import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type Choice, choices } from '../../../domain/vote/count.ts';
import { createAct } from '../../act.ts';
import { api } from '../../api.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Select } from '../../ui/Select.tsx';
import { toast } from '../../ui/Toast.tsx';
import type { Ballot, BallotLine } from './queries.ts';
import { sayChoice } from './words.ts';

/** Lets somebody else vote, with or without an instruction, until the vote is cast; or takes that back. */
export function ProxyPart(props: { ballot: Ballot; line: BallotLine; onDone: () => Promise<void> }): JSX.Element {
  const [open, setOpen] = createSignal(false);
  const [holder, setHolder] = createSignal<string>();
  const [instruction, setInstruction] = createSignal<Choice | 'free'>('free');
  const giving = createAct(async (input: { holderId: string; instruction: Choice | null } & { commandId: string }) => {
    const { commandId, ...given } = input;
    await api.campaigns.giveProxy.mutate({
      id: props.ballot.id,
      proxyId: commandId,
      voterId: props.line.voterId,
      ...given,
    });
    return true;
  });
  const withdrawing = createAct(async (input: { proxyId: string } & { commandId: string }) => {
    await api.campaigns.withdrawProxy.mutate({ proxyId: input.proxyId });
    return true;
  });
  const give = async () => {
    const holderId = holder();
    if (!holderId) return;
    const said = instruction();
    if (!(await giving.run({ holderId, instruction: said === 'free' ? null : said }))) return;
    setOpen(false);
    await props.onDone();
  };
  const withdraw = async (proxyId: string) => {
    if (!(await withdrawing.run({ proxyId }))) return;
    toast({ text: m.campaign_proxy_withdrawn() });
    await props.onDone();
  };
  return (
    <div class="mt-4 border-t border-line pt-3.5">
      <Show
        when={props.line.given}
        fallback={
          <Show
            when={open()}
            fallback={
              <Show when={props.ballot.holders.length > 0}>
                <Button look="quiet" onClick={() => setOpen(true)}>
                  {m.campaign_proxy_give()}
                </Button>
              </Show>
            }
          >
            <div class="flex flex-col gap-3.5">
              <div>
                <h3 class="font-semibold">{m.campaign_proxy_title()}</h3>
                <p class="text-md text-muted">{m.campaign_proxy_text()}</p>
              </div>
              <Select
                label={m.campaign_proxy_holder()}
                hint={props.ballot.voting?.proxies.holders === 'anybody' ? m.campaign_proxy_others_hint() : undefined}
                value={holder()}
                onChange={setHolder}
                options={props.ballot.holders.map(({ id, name }) => ({ value: id, label: name }))}
              />
              <Select<Choice | 'free'>
                label={m.campaign_proxy_instruction()}
                value={instruction()}
                onChange={setInstruction}
                options={[
                  { value: 'free', label: m.campaign_proxy_free() },
                  ...choices.map((value) => ({ value, label: sayChoice(value) })),
                ]}
              />
              <Show when={giving.error()}>{(error) => <ErrorNote title={error()} />}</Show>
              <Button busy={giving.busy()} disabled={!holder()} onClick={() => void give()}>
                {m.campaign_proxy_do()}
              </Button>
            </div>
          </Show>
        }
      >
        {(given) => (
          <div class="flex flex-col gap-2.5">
            <p>
              {m.campaign_proxy_given({ name: given().holder })}
              <Show when={given().instruction}>
                {(said) => <>, {m.campaign_ballot_instructed({ choice: sayChoice(said()) })}</>}
              </Show>
            </p>
            <Button busy={withdrawing.busy()} onClick={() => void withdraw(given().id)}>
              {m.campaign_proxy_withdraw()}
            </Button>
          </div>
        )}
      </Show>
    </div>
  );
}
