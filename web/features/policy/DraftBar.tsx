import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { sayFull } from '../../ui/dates.ts';
import { locale } from '../../ui/locale.ts';
import { TextField } from '../../ui/TextField.tsx';
import type { Version, Writing } from './writing.ts';

/** What is live, what is being written, and the acts from one to the other: undo, discard, save, publish with a note. */
export function DraftBar(props: {
  writing: Writing;
  /** Says which version is live. */
  live: (said: { version: number; date: string; who: string }) => string;
  /** The same where nobody has published one yet. */
  builtin: string;
  /** Whether nothing speaks against publishing what is written. */
  sound: boolean;
  publishTitle: string;
  publishText: string;
  /** What is said in the window before publishing, besides its note. */
  children?: JSX.Element;
}): JSX.Element {
  const [publishing, setPublishing] = createSignal(false);
  const [note, setNote] = createSignal('');
  const day = (date: string) => sayFull(date, { locale: locale() });
  const live = () => {
    const { version, publishedAt, publishedBy } = props.writing.live;
    return publishedAt ? props.live({ version, date: day(publishedAt), who: publishedBy ?? '' }) : props.builtin;
  };
  return (
    <>
      <div class="mt-4 flex flex-wrap items-center gap-x-3 gap-y-2">
        <p class="mr-auto text-muted">
          {live()}
          <Show when={props.writing.draft}>
            {(saved) => (
              <span class="block">{m.policy_draft_by({ who: saved().changedBy, date: day(saved().changedAt) })}</span>
            )}
          </Show>
        </p>
        <Show when={props.writing.unsaved()}>
          <Button density="desk" onClick={() => props.writing.undo()}>
            {m.policy_undo()}
          </Button>
        </Show>
        <Show when={props.writing.draft && !props.writing.unsaved()}>
          <Button density="desk" busy={props.writing.busy()} onClick={() => void props.writing.discard()}>
            {m.policy_discard()}
          </Button>
        </Show>
        <Button
          density="desk"
          busy={props.writing.busy()}
          disabled={!props.writing.unsaved()}
          onClick={() => void props.writing.save()}
        >
          {m.policy_save()}
        </Button>
        <Button
          density="desk"
          look="filled"
          disabled={!props.sound || !props.writing.differs()}
          onClick={() => setPublishing(true)}
        >
          {m.policy_publish()}
        </Button>
      </div>
      <Dialog
        open={publishing()}
        onOpenChange={setPublishing}
        title={props.publishTitle}
        description={props.publishText}
        footer={
          <>
            <Button onClick={() => setPublishing(false)}>{m.ui_cancel()}</Button>
            <Button
              look="filled"
              busy={props.writing.busy()}
              onClick={() => void props.writing.publish(note(), () => setPublishing(false))}
            >
              {m.policy_publish()}
            </Button>
          </>
        }
      >
        {props.children}
        <TextField
          label={m.policy_note()}
          optional
          maxLength={300}
          value={note()}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
      </Dialog>
    </>
  );
}

/** All published versions, with who published them when and why. */
export function Versions(props: { id: string; versions: readonly Version[]; class?: string }): JSX.Element {
  return (
    <section aria-labelledby={props.id} class={`rounded-xl border border-line bg-surface p-4 ${props.class ?? ''}`}>
      <h2 id={props.id} class="font-semibold">
        {m.policy_versions()}
      </h2>
      <ol class="mt-2 grid gap-2">
        <For each={props.versions}>
          {(version) => (
            <li class="flex flex-wrap gap-x-3">
              <span class="font-semibold">{m.policy_version({ version: version.version })}</span>
              <span class="text-muted">
                {version.publishedAt
                  ? `${sayFull(version.publishedAt, { locale: locale() })}, ${version.publishedBy ?? ''}`
                  : m.policy_version_builtin()}
              </span>
              <Show when={version.note}>
                <span class="basis-full">{version.note}</span>
              </Show>
            </li>
          )}
        </For>
      </ol>
    </section>
  );
}
