import { type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { votingProblem } from '../../../domain/vote/ballot.ts';
import type { Answers } from '../../api.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import type { NewCampaign } from './queries.ts';

export type Voting = NonNullable<NewCampaign['voting']>;

/** What an association's own rules say of votes. */
export type CommunityRules = NonNullable<Answers['directory']['properties'][number]['communityRules']>;

/** Whether a majority in writing still lacks the day or the wording of its lowering resolution. */
export function lacksLowering({ form, loweringResolution: said }: Voting): boolean {
  return form === 'circularMajority' && (!said?.on || said.wording.trim().length < 10);
}

/** By which rules is voted: form, majority, weight, secrecy; what the law does not allow is locked, with the reason. */
export function RulesForm(props: {
  voting: Voting;
  /** What the community's rules say; a vote begins with it. */
  said: CommunityRules | null;
  tried: boolean;
  onChange: (voting: Voting) => void;
}): JSX.Element {
  const change = (part: Partial<Voting>) => {
    const next = { ...props.voting, ...part };
    // What can't be secret under the new rules is not, instead of being refused later.
    if (next.secret && votingProblem(next) === 'secrecyImpossible') next.secret = false;
    props.onChange(next);
  };
  const setForm = (form: Voting['form']) =>
    change({
      form,
      majority: form === 'circularAll' ? 'allOwners' : 'simple',
      principle: (form === 'circularMajority' && props.said?.votingPrinciple) || 'heads',
      loweringResolution: form === 'circularMajority' ? { on: '', wording: '' } : null,
    });
  const lowering = () => props.voting.loweringResolution;
  const bySaid = (principle: Voting['principle']) =>
    principle !== 'heads' && props.said?.votingPrinciple === principle ? m.campaign_principle_as_said() : undefined;
  const canBeSecret = () => votingProblem({ ...props.voting, secret: true }) !== 'secrecyImpossible';
  return (
    <>
      <RadioCards<Voting['form']>
        label={m.campaign_form()}
        cards={[
          {
            value: 'circularAll',
            title: m.campaign_form_circular_all(),
            detail: m.campaign_form_circular_all_detail(),
          },
          {
            value: 'circularMajority',
            title: m.campaign_form_circular_majority(),
            detail: m.campaign_form_circular_majority_detail(),
          },
          { value: 'board', title: m.campaign_form_board(), detail: m.campaign_form_board_detail() },
        ]}
        value={props.voting.form}
        onChange={setForm}
      />
      <Show when={props.voting.form === 'circularMajority'}>
        <fieldset class="flex flex-col gap-3 rounded-xl border border-line bg-surface px-4 py-4">
          <legend class="px-1 font-semibold">{m.campaign_lowering()}</legend>
          <p class="text-muted">{m.campaign_lowering_lead()}</p>
          <TextField
            type="date"
            label={m.campaign_lowering_on()}
            value={lowering()?.on ?? ''}
            onInput={(event) =>
              change({ loweringResolution: { on: event.currentTarget.value, wording: lowering()?.wording ?? '' } })
            }
          />
          <TextArea
            label={m.campaign_lowering_wording()}
            maxLength={2000}
            value={lowering()?.wording ?? ''}
            onInput={(event) =>
              change({ loweringResolution: { on: lowering()?.on ?? '', wording: event.currentTarget.value } })
            }
            error={props.tried && lacksLowering(props.voting) ? m.campaign_lowering_missing() : undefined}
          />
        </fieldset>
        <RadioCards<Voting['majority']>
          label={m.campaign_majority()}
          cards={[
            { value: 'simple', title: m.campaign_majority_simple(), detail: m.campaign_majority_simple_detail() },
            {
              value: 'structuralChange',
              title: m.campaign_majority_structural_change(),
              detail: m.campaign_majority_structural_change_detail(),
            },
            {
              value: 'threeQuarters',
              title: m.campaign_majority_three_quarters(),
              detail: m.campaign_majority_three_quarters_detail(),
            },
          ]}
          value={props.voting.majority}
          onChange={(majority) => change({ majority })}
        />
        <RadioCards<Voting['principle']>
          label={m.campaign_principle()}
          columns={3}
          cards={[
            {
              value: 'heads',
              title: m.campaign_principle_heads(),
              detail: bySaid('heads') ?? m.campaign_principle_heads_detail(),
            },
            {
              value: 'units',
              title: m.campaign_principle_units(),
              detail: bySaid('units') ?? m.campaign_principle_units_detail(),
            },
            {
              value: 'shares',
              title: m.campaign_principle_shares(),
              detail: bySaid('shares') ?? m.campaign_principle_shares_detail(),
            },
          ]}
          value={props.voting.principle}
          onChange={(principle) => change({ principle })}
        />
      </Show>
      <div class="flex flex-col gap-1">
        <Checkbox
          label={m.campaign_secret()}
          hint={canBeSecret() ? m.campaign_secret_hint() : m.campaign_secret_locked()}
          checked={props.voting.secret}
          disabled={!canBeSecret()}
          onChange={(secret) => change({ secret })}
        />
        <Checkbox
          label={m.campaign_ends_when_decided()}
          checked={props.voting.endsWhenDecided}
          onChange={(endsWhenDecided) => change({ endsWhenDecided })}
        />
        <Checkbox
          label={m.campaign_changeable()}
          hint={m.campaign_changeable_hint()}
          checked={props.voting.changeable}
          onChange={(changeable) => change({ changeable })}
        />
        <Show when={props.voting.form !== 'board'}>
          <Checkbox
            label={m.campaign_proxy_owners_only()}
            checked={props.voting.proxies.holders === 'owners'}
            onChange={(owners) =>
              change({ proxies: { ...props.voting.proxies, holders: owners ? 'owners' : 'anybody' } })
            }
          />
          <div class="mt-2 max-w-90">
            <TextField
              type="number"
              label={m.campaign_proxy_most()}
              hint={m.campaign_proxy_most_hint()}
              optional
              min={1}
              max={1000}
              inputMode="numeric"
              value={props.voting.proxies.most ?? ''}
              onChange={(event) => {
                const typed = Math.round(Number(event.currentTarget.value));
                const most = typed >= 1 ? Math.min(typed, 1_000) : null;
                change({ proxies: { ...props.voting.proxies, most } });
              }}
            />
          </div>
        </Show>
      </div>
    </>
  );
}
