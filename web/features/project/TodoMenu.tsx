import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Menu, type MenuItem } from '../../ui/Menu.tsx';
import { type Asked, type Column, moveCard, type ProjectActs } from './acts.ts';
import type { Project, Todo } from './queries.ts';
import { sayPhase } from './words.ts';

const columns: readonly Column[] = ['open', 'begun', 'done'];

/** Everything that can be done about a to-do; what is dragged elsewhere stands here too. */
export function TodoMenu(props: {
  project: Project;
  todo: Todo;
  acts: ProjectActs;
  onAsk: (asked: Asked) => void;
}): JSX.Element {
  const items = (): MenuItem[] => {
    const { todo, project, acts } = props;
    const ended = todo.phase === 'done' || todo.phase === 'dropped';
    const mayAct = project.phase !== 'closed' && (project.plans || todo.mine);
    const found: MenuItem[] = [];
    if (mayAct) {
      found.push({ heading: m.project_move_to() });
      for (const column of columns)
        found.push({
          label: sayPhase(column),
          checked: todo.phase === column,
          disabled: todo.phase === column || todo.phase === 'waiting',
          onSelect: () => void moveCard(acts, todo, column),
        });
      found.push('separator', {
        label: m.project_comment_act(),
        icon: 'mail',
        onSelect: () => props.onAsk({ kind: 'comment', todo }),
      });
    }
    if (project.plans && project.phase !== 'closed')
      found.push('separator', {
        label: m.project_rename_act(),
        icon: 'document',
        onSelect: () => props.onAsk({ kind: 'rename', todo }),
      });
    if (project.plans && project.phase !== 'closed' && !ended)
      found.push(
        { label: m.project_move_act(), icon: 'calendar', onSelect: () => props.onAsk({ kind: 'move', todo }) },
        { label: m.project_assign_act(), icon: 'person', onSelect: () => props.onAsk({ kind: 'assign', todo }) },
        { label: m.project_depend_act(), icon: 'list', onSelect: () => props.onAsk({ kind: 'depend', todo }) },
        {
          label: m.project_drop_act(),
          icon: 'close',
          danger: true,
          onSelect: () => props.onAsk({ kind: 'drop', todo }),
        },
      );
    return found;
  };
  return <Menu items={items()} label={m.project_menu({ title: props.todo.title })} />;
}
