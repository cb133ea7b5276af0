import { useNavigate, useParams } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { createAct } from '../../act.ts';
import { api, fileAddress } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { type Fact, Facts } from '../../ui/Facts.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { toast } from '../../ui/Toast.tsx';
import { When } from '../../ui/When.tsx';
import { Loaded } from '../shell/Loaded.tsx';
import { AudiencePanel } from './AudiencePanel.tsx';
import { DeliveryPanel } from './DeliveryPanel.tsx';
import { PublishDialog, WithdrawDialog } from './dialogs.tsx';
import { savedAgain } from './draft.ts';
import { type DocumentVersion, type Draft, keys, type OfficeDocument, useDocument } from './queries.ts';
import { RichText } from './RichText.tsx';
import { day, sayBytes, sayKind, sayRoles, standing } from './words.ts';

/** One document: what it says, who sees it and why, how its messages stand, its versions, and who opened it. */
export default function DocumentPage(): JSX.Element {
  const params = useParams<{ id: string }>();
  const document = useDocument(() => params.id);
  return (
    <div class="mx-auto max-w-300 px-5 py-6 max-lg:px-4">
      <Loaded query={document} elsewhere={{ href: '/dokumente', label: m.document_title() }} shape="page" page>
        {(found) => <Page document={found()} />}
      </Loaded>
    </div>
  );
}

function Page(props: { document: OfficeDocument }): JSX.Element {
  const newest = () => props.document.versions[0];
  const draft = () => props.document.versions.find(({ publishedAt }) => publishedAt === null);
  const state = () => standing({ phase: props.document.phase, hasDraft: draft() !== undefined });
  return (
    <article class="grid items-start gap-x-8 gap-y-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
      <div class="min-w-0">
        <header class="mb-3.5">
          <p class="text-muted">
            {props.document.number} · {sayKind(props.document.kind)} ·{' '}
            {props.document.visibility === 'public' ? m.document_public_short() : m.document_private_short()}
          </p>
          <h1 class="text-2xl font-bold tracking-[-0.012em] text-balance">{newest()?.title}</h1>
          <p class="mt-2">
            <Pill tone={state().tone}>{state().text}</Pill>
          </p>
        </header>
        <Show when={props.document.withdrawalReason}>
          {(reason) => (
            <p class="mb-3 rounded-xl bg-sunken px-4 py-3">{m.document_withdrawn_because({ reason: reason() })}</p>
          )}
        </Show>
        <Acts document={props.document} draft={draft()} />
        <Show when={newest()}>
          {(version) => (
            <section class="mt-5 rounded-xl border border-line bg-surface px-4.5 py-4">
              <Show when={version().body.length > 0} fallback={<p class="text-muted">{m.document_no_text()}</p>}>
                <RichText body={version().body} />
              </Show>
              <Files version={version()} />
            </section>
          )}
        </Show>
        <Show when={props.document.mayPublish}>
          {/* What was withdrawn nobody but the office sees. */}
          <Show when={props.document.phase !== 'withdrawn'}>
            <AudiencePanel
              id={props.document.id}
              revision={props.document.revision}
              published={props.document.phase !== 'draft'}
            />
          </Show>
          <DeliveryPanel document={props.document} />
          <Readings document={props.document} />
        </Show>
      </div>
      <div class="flex min-w-0 flex-col gap-6 xl:sticky xl:top-20">
        <Details document={props.document} />
        <Versions document={props.document} />
      </div>
    </article>
  );
}

function Acts(props: { document: OfficeDocument; draft: DocumentVersion | undefined }): JSX.Element {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [publishing, setPublishing] = createSignal(false);
  const [withdrawing, setWithdrawing] = createSignal(false);
  const discarding = createAct(async (_: object) => {
    const { id, revision } = props.document;
    await api.documents.discard.mutate({ id, revision });
    return true;
  });
  const discard = async () => {
    const { id, phase, revision } = props.document;
    // What was never published is gone with its draft, and begins anew.
    const again = savedAgain(props.document, phase === 'draft' ? 0 : revision + 1);
    if (!(await discarding.run({}))) return;
    await client.invalidateQueries({ queryKey: keys.all });
    const bringBack = async (draft: Draft) => {
      try {
        client.setQueryData(keys.one(id), await api.documents.save.mutate(draft));
        void client.invalidateQueries({ queryKey: keys.all });
        navigate(`/dokumente/${id}`);
      } catch (reason) {
        // Nothing else keeps the draft now.
        const undo = () => void bringBack(draft);
        toast({ text: sayFailure(reason), tone: 'late', undo, milliseconds: 120_000 });
      }
    };
    toast({ text: m.document_discarded(), ...(again && { undo: () => void bringBack(again) }) });
    if (phase === 'draft') navigate('/dokumente', { replace: true });
  };
  return (
    <Show when={props.document.mayPublish && props.document.phase !== 'withdrawn'}>
      <div class="flex flex-wrap gap-2">
        <Show when={props.draft}>
          <Button look="filled" onClick={() => setPublishing(true)}>
            {m.document_publish()}
          </Button>
        </Show>
        <ButtonLink href={`/dokumente/${props.document.id}/bearbeiten`}>
          {props.draft ? m.document_edit() : m.document_new_version()}
        </ButtonLink>
        <Show when={props.draft}>
          <Button look="quiet" icon="trash" busy={discarding.busy()} onClick={() => void discard()}>
            {m.document_discard()}
          </Button>
        </Show>
        <Show when={props.document.phase === 'published'}>
          <Show when={props.document.visibility === 'public'}>
            <ButtonLink href={`/dokumente/${props.document.id}/druck`} icon="print">
              {m.document_print()}
            </ButtonLink>
          </Show>
          <ButtonLink href={`/abstimmungen/neu?dokument=${props.document.id}`} icon="check">
            {m.document_ask()}
          </ButtonLink>
          <Button look="quiet" onClick={() => setWithdrawing(true)}>
            {m.document_withdraw()}
          </Button>
        </Show>
      </div>
      <Show when={discarding.error()}>{(error) => <ErrorNote class="mt-3" title={error()} />}</Show>
      <Show when={publishing() ? props.draft : undefined}>
        {(version) => (
          <PublishDialog document={props.document} version={version().n} onClose={() => setPublishing(false)} />
        )}
      </Show>
      <Show when={withdrawing()}>
        <WithdrawDialog document={props.document} onClose={() => setWithdrawing(false)} />
      </Show>
    </Show>
  );
}

function Files(props: { version: DocumentVersion }): JSX.Element {
  return (
    <ul class="mt-4 flex flex-col gap-2 empty:hidden">
      <For each={props.version.files}>
        {(file) => (
          <li class="flex flex-wrap items-center gap-x-3 gap-y-1">
            <ButtonLink
              href={fileAddress(file.id)}
              target="_blank"
              icon="document"
              class="max-w-full text-left wrap-anywhere"
            >
              {file.name}
            </ButtonLink>
            <span class="text-sm text-muted">
              {[file.pages && m.document_pages({ count: file.pages }), sayBytes(file.bytes)]
                .filter(Boolean)
                .join(' · ')}
              <Show when={file.searchable === false}> · {m.document_not_searchable()}</Show>
            </span>
          </li>
        )}
      </For>
    </ul>
  );
}

function Details(props: { document: OfficeDocument }): JSX.Element {
  const facts = (): Fact[] => {
    const { addressees, validFrom, validUntil, newcomers, publishedAt, visibility } = props.document;
    const found: Fact[] = [
      {
        term: m.document_to(),
        value: addressees
          .map(({ scope, label, roles }) =>
            scope === 'person'
              ? label
              : `${sayRoles(roles)} · ${scope === 'everybody' ? m.document_scope_everybody() : label}`,
          )
          .join('\n'),
      },
      { term: m.document_valid_from(), value: validFrom ? day(validFrom) : m.document_from_publishing() },
    ];
    if (validUntil) found.push({ term: m.document_valid_until(), value: day(validUntil) });
    if (visibility === 'private')
      found.push({
        term: m.document_newcomers_fact(),
        value: newcomers ? m.document_newcomers_yes() : m.document_newcomers_no(),
      });
    if (publishedAt) found.push({ term: m.document_published_at(), value: <When iso={publishedAt} /> });
    return found;
  };
  return (
    <section>
      <h2 class="mb-2 text-xs font-semibold text-muted">{m.document_facts()}</h2>
      <Facts facts={facts()} />
    </section>
  );
}

function Versions(props: { document: OfficeDocument }): JSX.Element {
  return (
    <section>
      <h2 class="mb-2 text-xs font-semibold text-muted">{m.document_versions()}</h2>
      <ol class="overflow-hidden rounded-xl border border-line bg-surface">
        <For each={props.document.versions}>
          {(version) => (
            <li class="border-line px-4 py-2.5 not-last:border-b">
              <details>
                <summary class="cursor-pointer font-semibold">
                  {m.document_version({ n: version.n })}{' '}
                  <span class="font-normal text-muted">
                    <Show when={version.publishedAt} fallback={m.document_state_draft()}>
                      {(at) => <When iso={at()} as="day" />}
                    </Show>
                    <Show when={version.n === props.document.version}> · {m.document_version_shown()}</Show>
                  </span>
                </summary>
                <p class="mt-1.5 text-sm text-muted">
                  {version.publishedBy
                    ? m.document_version_by({ name: version.publishedBy })
                    : m.document_version_made_by({ name: version.madeBy })}
                </p>
                <p class="mt-1 font-semibold">{version.title}</p>
                <RichText body={version.body} class="text-md" />
                <Files version={version} />
                <Show when={version.hash}>
                  {(hash) => (
                    <p class="mt-2 text-sm text-muted">
                      {m.document_fingerprint()}: <code class="break-all">{hash().slice(0, 16)}</code>
                    </p>
                  )}
                </Show>
              </details>
            </li>
          )}
        </For>
      </ol>
    </section>
  );
}

function Readings(props: { document: OfficeDocument }): JSX.Element {
  return (
    <Show when={props.document.phase !== 'draft'}>
      <section class="mt-6">
        <h2 class="mb-2 text-md font-semibold">{m.document_readings()}</h2>
        <Show
          when={props.document.readings.length > 0}
          fallback={<p class="text-muted">{m.document_readings_none()}</p>}
        >
          <ul class="overflow-hidden rounded-xl border border-line bg-surface">
            <For each={props.document.readings}>
              {(reading) => (
                <li class="flex flex-wrap items-baseline justify-between gap-x-4 border-line px-4 py-2 not-last:border-b">
                  <span class="min-w-0">
                    <span class="font-semibold">{reading.name}</span>{' '}
                    <span class="text-sm text-muted">
                      {reading.file ? m.document_downloaded({ file: reading.file }) : m.document_looked()}
                      <Show when={props.document.version > 1}> · {m.document_version({ n: reading.version })}</Show>
                    </span>
                  </span>
                  <span class="text-sm text-muted">
                    <When iso={reading.firstAt} />
                  </span>
                </li>
              )}
            </For>
          </ul>
        </Show>
      </section>
    </Show>
  );
}
