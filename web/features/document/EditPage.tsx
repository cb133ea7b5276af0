import { useNavigate, useParams } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import {
  addressingProblem,
  type DocumentKind,
  documentKinds,
  type Visibility,
} from '../../../domain/document/document.ts';
import { createAct } from '../../act.ts';
import { api } from '../../api.ts';
import { sayRefusal } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { FilePicker } from '../shell/FilePicker.tsx';
import { NotRead } from '../shell/NotRead.tsx';
import { AddressEditor, type NamedAddressee, sayLine } from './AddressEditor.tsx';
import { addresseeOf } from './draft.ts';
import { type Draft, keys, type OfficeDocument, useDocument } from './queries.ts';
import { TextEditor } from './TextEditor.tsx';
import { sayKind } from './words.ts';

/** A new document, a draft, or the next version of a published one. Its readers are shown before it is published. */
export default function EditPage(): JSX.Element {
  const params = useParams<{ id?: string }>();
  const document = useDocument(() => params.id ?? '');
  return (
    <Show when={params.id} fallback={<Form />}>
      <Switch fallback={<Skeleton shape="page" />}>
        <Match when={document.isError && !document.data}>
          <div class="mx-auto max-w-170 p-5">
            <NotRead
              page
              error={document.error}
              onAgain={() => void document.refetch()}
              elsewhere={{ href: '/dokumente', label: m.document_title() }}
            />
          </div>
        </Match>
        <Match when={document.data}>{(found) => <Form document={found()} />}</Match>
      </Switch>
    </Show>
  );
}

const visibilityOf = (kind: DocumentKind, wished: Visibility): Visibility =>
  kind === 'notice' ? 'public' : kind === 'circular' ? wished : 'private';

function Form(props: { document?: OfficeDocument }): JSX.Element {
  const navigate = useNavigate();
  const client = useQueryClient();
  // What was there when the page was opened: later news do not take away what is being typed.
  const known = props.document;
  const newest = known?.versions[0];
  const fixed = known !== undefined && known.phase !== 'draft';
  const id = known?.id ?? crypto.randomUUID();
  const [kind, setKind] = createSignal<DocumentKind>(known?.kind ?? 'notice');
  const [wished, setWished] = createSignal<Visibility>(known?.visibility ?? 'private');
  const [newcomers, setNewcomers] = createSignal(known?.newcomers ?? true);
  const [from, setFrom] = createSignal(known?.validFrom ?? '');
  const [until, setUntil] = createSignal(known?.validUntil ?? '');
  const [lines, setLines] = createSignal<NamedAddressee[]>(
    (known?.addressees ?? []).map((each) => ({ line: addresseeOf(each), label: each.label })),
  );
  const [title, setTitle] = createSignal(newest?.title ?? '');
  const [source, setSource] = createSignal(newest?.source ?? '');
  const [files, setFiles] = createSignal<string[]>(newest?.files.map((file) => file.id) ?? []);
  const [uploading, setUploading] = createSignal(false);
  const [tried, setTried] = createSignal(false);
  const visibility = () => visibilityOf(kind(), wished());
  const draft = (): Draft => ({
    id,
    revision: known?.revision ?? 0,
    kind: kind(),
    visibility: visibility(),
    newcomers: visibility() === 'public' || newcomers(),
    validFrom: from() || null,
    validUntil: until() || null,
    addressees: lines().map(({ line }) => line),
    title: title().trim(),
    source: source(),
    files: files(),
  });
  const saving = createAct((input: Draft) => api.documents.save.mutate(input));
  const problem = () => addressingProblem(draft());
  const said = (...codes: string[]) => {
    const found = problem();
    return tried() && found && codes.includes(found) ? sayRefusal({ code: found, details: {} }) : undefined;
  };
  let form: HTMLFormElement | undefined;
  const save = async () => {
    setTried(true);
    if (title().trim() === '' || problem() || uploading()) {
      queueMicrotask(() =>
        form?.querySelector<HTMLElement>('[aria-invalid="true"], [role="alert"]')?.scrollIntoView({ block: 'center' }),
      );
      return;
    }
    const saved = await saving.run(draft());
    if (!saved) return;
    client.setQueryData(keys.one(id), saved);
    void client.invalidateQueries({ queryKey: [...keys.all, 'list'] });
    navigate(`/dokumente/${id}`, { replace: !known });
  };
  return (
    <form
      ref={form}
      novalidate
      class="mx-auto flex max-w-190 flex-col gap-5 px-5 pt-6 pb-12 max-sm:px-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div>
        <h1 class="text-2xl font-bold tracking-[-0.012em]">
          {!known ? m.document_new() : fixed ? m.document_new_version() : m.document_edit()}
        </h1>
        <Show when={fixed}>
          <p class="mt-1 text-muted">{m.document_version_lead({ number: known?.number ?? '' })}</p>
        </Show>
      </div>
      <Show
        when={!fixed}
        fallback={
          <section>
            <h2 class="mb-1 text-base font-semibold">{m.document_to()}</h2>
            <p class="text-muted">{lines().map(sayLine).join('; ')}</p>
          </section>
        }
      >
        <RadioCards<DocumentKind>
          label={m.document_kind()}
          columns={2}
          value={kind()}
          onChange={(next) => {
            setKind(next);
            if (visibilityOf(next, wished()) === 'public')
              setLines(lines().filter(({ line }) => line.scope !== 'person'));
          }}
          cards={documentKinds.map((value) => ({ value, title: sayKind(value), detail: details[value]() }))}
        />
        <AddressEditor
          lines={lines()}
          onChange={setLines}
          placesOnly={visibility() === 'public'}
          error={said('nobodyAddressed', 'publicNeedsPlace')}
        />
        <div class="flex flex-col gap-1">
          <Show when={kind() === 'circular'}>
            <Checkbox
              label={m.document_public()}
              hint={m.document_public_hint()}
              checked={wished() === 'public'}
              onChange={(on) => setWished(on ? 'public' : 'private')}
            />
          </Show>
          <Show when={visibility() === 'private'}>
            <Checkbox
              label={m.document_newcomers()}
              hint={m.document_newcomers_hint()}
              checked={newcomers()}
              onChange={setNewcomers}
            />
          </Show>
        </div>
        <div class="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
          <TextField
            type="date"
            label={m.document_valid_from()}
            hint={m.document_valid_from_hint()}
            optional
            value={from()}
            onInput={(event) => setFrom(event.currentTarget.value)}
          />
          <TextField
            type="date"
            label={m.document_valid_until()}
            hint={m.document_valid_until_hint()}
            optional
            value={until()}
            onInput={(event) => setUntil(event.currentTarget.value)}
            error={said('endsBeforeItBegins')}
          />
        </div>
      </Show>
      <TextField
        label={m.document_subject()}
        maxLength={160}
        value={title()}
        onInput={(event) => setTitle(event.currentTarget.value)}
        error={tried() && title().trim() === '' ? m.document_subject_missing() : undefined}
      />
      <TextEditor value={source()} onChange={setSource} />
      <FilePicker
        label={m.document_files()}
        hint={m.document_files_hint()}
        most={20}
        initial={newest?.files ?? []}
        onChange={setFiles}
        onBusy={setUploading}
      />
      <Show when={saving.error()}>{(error) => <ErrorNote title={error()} />}</Show>
      <div class="flex flex-wrap gap-2 max-sm:flex-col">
        <Button type="submit" look="filled" busy={saving.busy() || uploading()}>
          {m.document_save()}
        </Button>
        <Button look="quiet" onClick={() => navigate(known ? `/dokumente/${id}` : '/dokumente')}>
          {m.ui_cancel()}
        </Button>
      </div>
    </form>
  );
}

const details: Record<DocumentKind, () => string> = {
  notice: m.document_kind_notice_detail,
  circular: m.document_kind_circular_detail,
  message: m.document_kind_message_detail,
  statement: m.document_kind_statement_detail,
};
