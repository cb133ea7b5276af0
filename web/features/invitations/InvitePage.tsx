import { A, useNavigate, useSearchParams } from '@solidjs/router';
import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type InvitationChoice, invitationChoices } from '../../../domain/invitation/way.ts';
import { api, refusalIn } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { sayFailure } from '../../refusals.ts';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { Select } from '../../ui/Select.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { toast } from '../../ui/Toast.tsx';
import { officeKey } from '../desk/queries.ts';
import { useAgain } from '../people/queries.ts';
import { type Invited, type PlannedInvitation, useOverview, usePreview } from './queries.ts';
import { sayPlace, sayWhy } from './words.ts';

type Whom = Invited['scope']['kind'];

/** Invites people, a property or everybody without access: first exactly who gets what, then at one press. */
export default function InvitePage(): JSX.Element {
  const [search] = useSearchParams<{ person?: string; objekt?: string; weg?: string }>();
  const navigate = useNavigate();
  const again = useAgain();
  const named = search.person?.split(',').filter(Boolean) ?? [];
  const [whom, setWhom] = createSignal<Whom>(named.length > 0 ? 'people' : search.objekt ? 'property' : 'all');
  const [property, setProperty] = createSignal<string | undefined>(search.objekt);
  const [choice, setChoice] = createSignal<InvitationChoice>(
    invitationChoices.find((each) => each === search.weg) ?? 'best',
  );
  const [busy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<string>();
  // One id for one round, however often the request is repeated.
  const id = crypto.randomUUID();
  const overview = useOverview();
  const properties = useQuery(() => ({
    queryKey: [...officeKey, 'properties to invite'],
    queryFn: () => api.properties.list.query({}),
  }));
  const asked = (): Invited | null => {
    const chosen = property();
    if (whom() === 'people') return { scope: { kind: 'people', ids: named }, choice: choice() };
    if (whom() === 'all') return { scope: { kind: 'all' }, choice: choice() };
    return chosen ? { scope: { kind: 'property', id: chosen }, choice: choice() } : null;
  };
  const preview = usePreview(asked);
  const people = () => (asked() === null ? [] : (preview.data?.people ?? []));
  const by = (way: PlannedInvitation['way']) => people().filter((each) => each.way === way);
  const count = () => people().filter(({ way }) => way !== null).length;
  const send = async () => {
    const wanted = asked();
    if (!wanted || !preview.data) return;
    setBusy(true);
    setFailure(undefined);
    try {
      const { invited } = await api.invitations.send.mutate({ ...wanted, id, fingerprint: preview.data.fingerprint });
      toast({ text: invited === 1 ? m.invitations_sent_one() : m.invitations_sent({ count: invited }) });
      await again();
      navigate('/einladungen');
    } catch (reason) {
      const changed = refusalIn(reason)?.code === 'changedMeanwhile';
      setFailure(changed ? m.invitations_changed() : sayFailure(reason));
      if (changed) void preview.refetch();
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="mx-auto max-w-220 px-5 py-6 max-lg:px-4">
      <A href="/einladungen" class="text-accent underline-offset-3 hover:underline">
        {m.invitations_title()}
      </A>
      <h1 class="mt-1 text-xl font-bold tracking-[-0.012em]">{m.invitations_new_title()}</h1>
      <p class="mt-1 text-pretty text-muted">{m.invitations_new_lead()}</p>
      <div class="mt-5 flex flex-col gap-6">
        <RadioCards<Whom>
          label={m.invitations_whom()}
          value={whom()}
          onChange={setWhom}
          columns={named.length > 0 ? 3 : 2}
          cards={[
            ...(named.length > 0 ? [{ value: 'people' as const, title: m.invitations_whom_people() }] : []),
            { value: 'all', title: m.invitations_whom_all(), detail: m.invitations_whom_all_text() },
            { value: 'property', title: m.invitations_whom_property(), detail: m.invitations_whom_property_text() },
          ]}
        />
        <Show when={whom() === 'property'}>
          <Select
            label={m.invitations_whom_property_field()}
            value={property()}
            onChange={setProperty}
            options={(properties.data?.rows ?? []).map((each) => ({ value: each.id, label: each.name }))}
          />
        </Show>
        <RadioCards<InvitationChoice>
          label={m.invitations_how()}
          value={choice()}
          onChange={setChoice}
          columns={3}
          cards={[
            { value: 'best', title: m.invitations_how_best() },
            { value: 'mail', title: m.invitations_how_mail() },
            { value: 'letter', title: m.invitations_how_letter() },
          ]}
        />
        <Show when={overview.data && !overview.data.hasLetterhead}>
          <section class="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-xl bg-us-soft px-4 py-3.5 text-us">
            <p>{m.invitations_no_letterhead()}</p>
            <ButtonLink href="/briefe/einstellungen">{m.invitations_letterhead()}</ButtonLink>
          </section>
        </Show>
        <section aria-busy={preview.isFetching}>
          <h2 class="text-md font-semibold">{m.invitations_preview()}</h2>
          <Show when={preview.isError && !preview.data}>
            <ErrorNote
              class="mt-3"
              title={m.invitations_preview_failed()}
              text={sayFailure(preview.error)}
              action={<Button onClick={() => void preview.refetch()}>{m.ui_try_again()}</Button>}
            />
          </Show>
          <Show when={preview.isLoading}>
            <Skeleton shape="rows" count={4} />
          </Show>
          <Show when={asked() && preview.data && people().length === 0}>
            <EmptyState
              icon="people"
              title={m.invitations_preview_empty_title()}
              text={m.invitations_preview_empty_text()}
            />
          </Show>
          <Group title={(all) => m.invitations_preview_mail({ count: all })} people={by('mail')} />
          <Group title={(all) => m.invitations_preview_letter({ count: all })} people={by('letter')} />
          <Group title={(all) => m.invitations_preview_none({ count: all })} people={by(null)} />
        </section>
        <Show when={failure()}>{(text) => <ErrorNote title={text()} />}</Show>
        <div>
          <Button
            look="filled"
            icon="send"
            busy={busy()}
            disabled={count() === 0 || preview.isPlaceholderData}
            onClick={() => void send()}
          >
            {count() === 0
              ? m.invitations_submit_none()
              : count() === 1
                ? m.invitations_submit_one()
                : m.invitations_submit({ count: count() })}
          </Button>
        </div>
      </div>
    </div>
  );
}

/** How many of a group are shown at first. */
const SOME = 30;

function Group(props: { title: (count: number) => string; people: PlannedInvitation[] }): JSX.Element {
  const [whole, setWhole] = createSignal(false);
  const shown = () => (whole() ? props.people : props.people.slice(0, SOME));
  return (
    <Show when={props.people.length > 0}>
      <h3 class="mt-4 font-semibold">{props.title(props.people.length)}</h3>
      <ul class="mt-1.5 overflow-hidden rounded-xl border border-line bg-surface">
        <For each={shown()}>
          {(each) => (
            <li class="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-4 border-b border-line px-4 py-2.5 last:border-b-0 max-sm:grid-cols-1">
              <span class="min-w-0 truncate font-medium">{each.name}</span>
              <span class="min-w-0 text-sm text-muted">
                {sayPlace(each)}
                <Show when={each.why}>{(why) => <span class="block text-us">{sayWhy(why())}</span>}</Show>
              </span>
            </li>
          )}
        </For>
      </ul>
      <Show when={!whole() && props.people.length > SOME}>
        <Button look="quiet" class="mt-1" onClick={() => setWhole(true)}>
          {m.invitations_preview_more({ count: props.people.length })}
        </Button>
      </Show>
    </Show>
  );
}
