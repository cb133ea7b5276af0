import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { isDomainErrorCode } from '../../../domain/errors.ts';
import { inPartsOf } from '../../../domain/vote/fraction.ts';
import { sayFailure, sayRefusal } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { sayWay } from '../document/words.ts';
import type { Preview } from './queries.ts';
import type { Voting } from './RulesForm.tsx';
import { sayDiffering } from './words.ts';

export type Exclusion = { personId: string; reason: string };

/** Who would be asked, with what weight and by which way; what is missing is named, and owners can be excluded. */
export function AskedPreview(props: {
  /** The property that it is about, where there are several. */
  property?: string;
  preview: Preview | undefined;
  failure: unknown;
  /** By which rules is voted; null where nothing is decided. */
  voting: Voting | null;
  exclusions: readonly Exclusion[];
  onExclude: (exclusions: Exclusion[]) => void;
}): JSX.Element {
  const notes = (preview: Preview) =>
    [
      preview.unreachable.length > 0 && m.campaign_preview_unreachable({ names: preview.unreachable.join(', ') }),
      preview.unowned.length > 0 && m.campaign_preview_unowned({ units: preview.unowned.join('; ') }),
      preview.shareless.length > 0 && m.campaign_preview_shareless({ units: preview.shareless.join('; ') }),
      preview.shareless.length === 0 && !preview.sharesWhole && m.campaign_preview_whole(),
      props.voting && sayDiffering(props.voting, preview.communityRules),
    ].filter((note) => typeof note === 'string');
  const waysOf = ({ ways }: Preview) =>
    (['mail', 'sms', 'fax', 'letter'] as const)
      .flatMap((way) => (ways[way] > 0 ? [`${ways[way]} ${sayWay(way)}`] : []))
      .join(', ');
  const problem = (preview: Preview) =>
    isDomainErrorCode(preview.problem) ? sayRefusal({ code: preview.problem, details: {} }) : undefined;
  const excluded = (ids: readonly string[]) => props.exclusions.find(({ personId }) => ids.includes(personId));
  return (
    <section>
      <h2 class="mb-2 font-semibold">
        {props.property ? m.campaign_preview_in({ property: props.property }) : m.campaign_preview()}
      </h2>
      <Show when={props.failure && !props.preview}>
        <ErrorNote title={sayFailure(props.failure)} />
      </Show>
      <Show when={props.preview} fallback={props.failure ? undefined : <Skeleton shape="rows" count={3} />}>
        {(preview) => (
          <>
            <Show when={problem(preview())}>{(text) => <ErrorNote title={text()} class="mb-3" />}</Show>
            <p class="text-muted">
              {props.voting
                ? m.campaign_preview_count({
                    people: preview().people,
                    voters: preview().voters.length,
                    total: inPartsOf(preview().total, preview().whole),
                  })
                : m.campaign_preview_readers({ people: preview().people })}
              <Show when={waysOf(preview())}>{(ways) => <>. {ways()}</>}</Show>
            </p>
            <For each={notes(preview())}>
              {(note) => <p class="mt-1 rounded-lg bg-us-soft px-3 py-2 text-us">{note}</p>}
            </For>
            <ul class="mt-3 max-h-100 overflow-y-auto rounded-xl border border-line bg-surface" tabindex="0">
              <For each={preview().voters}>
                {(voter) => {
                  const ids = voter.members.map(({ id }) => id);
                  const names = voter.members.map(({ name }) => name).join(', ');
                  return (
                    <li class="border-line px-4 py-2.5 not-last:border-b">
                      <div class="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
                        <span class="min-w-0">
                          <span class="font-semibold">{names}</span>
                          <Show when={voter.units.length > 0}>
                            <span class="block text-sm text-muted">{voter.units.join('; ')}</span>
                          </Show>
                        </span>
                        <span class="flex items-center gap-2">
                          <Show when={props.voting}>
                            <span class="tabular-nums">{inPartsOf(voter.weight, preview().whole)}</span>
                            <Button
                              look="quiet"
                              aria-label={
                                excluded(ids) ? m.campaign_exclude_undo() : m.campaign_exclude_name({ name: names })
                              }
                              onClick={() =>
                                props.onExclude(
                                  excluded(ids)
                                    ? props.exclusions.filter(({ personId }) => !ids.includes(personId))
                                    : [...props.exclusions, { personId: ids[0] ?? '', reason: '' }],
                                )
                              }
                            >
                              {excluded(ids) ? m.campaign_exclude_undo() : m.campaign_exclude()}
                            </Button>
                          </Show>
                        </span>
                      </div>
                      <Show when={excluded(ids)}>
                        {(exclusion) => (
                          <div class="mt-2">
                            <p class="mb-1 text-sm font-semibold text-us">{m.campaign_excluded()}</p>
                            <TextField
                              label={m.campaign_exclude_reason()}
                              maxLength={500}
                              value={exclusion().reason}
                              onChange={(event) =>
                                props.onExclude(
                                  props.exclusions.map((each) =>
                                    each.personId === exclusion().personId
                                      ? { ...each, reason: event.currentTarget.value }
                                      : each,
                                  ),
                                )
                              }
                            />
                          </div>
                        )}
                      </Show>
                    </li>
                  );
                }}
              </For>
            </ul>
          </>
        )}
      </Show>
    </section>
  );
}
