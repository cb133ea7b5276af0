import { type JSX, Match, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { WordsDialog } from '../ticket/WordsDialog.tsx';
import { AddDialog } from './AddDialog.tsx';
import type { Asked, ProjectActs } from './acts.ts';
import { DependDialog } from './DependDialog.tsx';
import { JoinDialog } from './JoinDialog.tsx';
import { MoveDialog } from './MoveDialog.tsx';
import { AssignDialog, LeadDialog } from './PartyDialogs.tsx';
import type { Project } from './queries.ts';
import { RenameDialog } from './RenameDialog.tsx';

/** The form of whatever was asked for. */
export function ProjectDialog(props: {
  project: Project;
  acts: ProjectActs;
  asked: Asked;
  onClose: () => void;
}): JSX.Element {
  const of = <Kind extends Asked['kind']>(kind: Kind) =>
    props.asked.kind === kind ? (props.asked as Extract<Asked, { kind: Kind }>) : undefined;
  const close = () => {
    props.acts.clear();
    props.onClose();
  };
  const send = async (said: Parameters<ProjectActs['run']>[0], text: string) => {
    if (await props.acts.run(said, { text })) close();
  };
  const common = () => ({ project: props.project, acts: props.acts, onClose: close });
  return (
    <Switch>
      <Match when={of('add')}>{(asked) => <AddDialog {...common()} asked={asked()} />}</Match>
      <Match when={of('move')}>{(asked) => <MoveDialog {...common()} asked={asked()} />}</Match>
      <Match when={of('assign')}>{(asked) => <AssignDialog {...common()} asked={asked()} />}</Match>
      <Match when={of('depend')}>{(asked) => <DependDialog {...common()} asked={asked()} />}</Match>
      <Match when={of('rename')}>{(asked) => <RenameDialog {...common()} asked={asked()} />}</Match>
      <Match when={of('lead')}>{(asked) => <LeadDialog {...common()} asked={asked()} />}</Match>
      <Match when={of('join')}>{(asked) => <JoinDialog {...common()} asked={asked()} />}</Match>
      <Match when={of('drop')}>
        {(asked) => (
          <WordsDialog
            title={m.project_drop_title({ title: asked().todo.title })}
            description={m.project_drop_text()}
            submit={m.project_drop()}
            danger
            words={m.project_reason()}
            wordsNeeded={() => true}
            busy={props.acts.busy()}
            error={props.acts.error()}
            onSubmit={({ text }) =>
              void send({ command: { type: 'drop', todo: asked().todo.n }, text, files: [] }, m.project_dropped())
            }
            onClose={close}
          />
        )}
      </Match>
      <Match when={of('cancel')}>
        <WordsDialog
          title={m.project_cancel_title()}
          description={m.project_cancel_text()}
          submit={m.project_cancel()}
          danger
          words={m.project_reason()}
          wordsNeeded={() => true}
          busy={props.acts.busy()}
          error={props.acts.error()}
          onSubmit={({ text }) => void send({ command: { type: 'cancel' }, text, files: [] }, m.project_cancelled())}
          onClose={close}
        />
      </Match>
      <Match when={of('comment')}>
        {(asked) => (
          <WordsDialog
            title={
              asked().todo ? m.project_comment_title({ title: asked().todo?.title ?? '' }) : m.project_comment_whole()
            }
            description={asked().todo ? m.project_comment_readers() : m.project_comment_internal()}
            submit={m.project_comment()}
            words={m.project_comment_label()}
            wordsNeeded={() => true}
            photos
            busy={props.acts.busy()}
            error={props.acts.error()}
            onSubmit={({ text, files }) =>
              void send(
                { command: { type: 'comment', todo: asked().todo?.n ?? null }, text, files },
                m.project_commented(),
              )
            }
            onClose={close}
          />
        )}
      </Match>
    </Switch>
  );
}
