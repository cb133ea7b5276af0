import { For, type JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type RoleKind, roleKinds, type TemplateDocument } from '../../../domain/project/template.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';

const kinds: Record<RoleKind, () => string> = {
  management: () => m.project_kind_management(),
  employee: () => m.project_kind_employee(),
  advisoryBoard: () => m.project_kind_board(),
  person: () => m.project_kind_person(),
  contractor: () => m.project_kind_contractor(),
};

/** Who takes part in a project by a template: each role with the kind of party that takes it. */
export function TemplateRoles(props: {
  document: TemplateDocument;
  tried: boolean;
  edit: (how: (draft: TemplateDocument) => void) => void;
}): JSX.Element {
  const isUsed = (index: number) => props.document.todos.some(({ role }) => role === index);
  const remove = (index: number) =>
    props.edit((draft) => {
      draft.roles.splice(index, 1);
      for (const todo of draft.todos) if (todo.role > index) todo.role -= 1;
    });
  return (
    <section>
      <h2 class="mb-2 text-md font-semibold">{m.project_roles()}</h2>
      <ul class="flex flex-col gap-2">
        <For each={props.document.roles}>
          {(role, index) => (
            <li class="flex items-start gap-2">
              <div class="min-w-0 flex-1">
                <TextField
                  label={m.project_role_name()}
                  hideLabel
                  maxLength={60}
                  value={role.name}
                  error={props.tried && role.name.trim().length < 2 ? m.project_name_missing() : undefined}
                  onInput={(event) =>
                    props.edit((draft) => {
                      draft.roles[index()]!.name = event.currentTarget.value;
                    })
                  }
                />
              </div>
              <div class="w-56 max-sm:w-40">
                <Select
                  label={m.project_role_kind()}
                  hideLabel
                  value={role.kind}
                  options={roleKinds.map((kind) => ({ value: kind, label: kinds[kind]() }))}
                  onChange={(kind: RoleKind) =>
                    props.edit((draft) => {
                      draft.roles[index()]!.kind = kind;
                    })
                  }
                />
              </div>
              <IconButton
                icon="trash"
                label={m.project_role_remove({ name: role.name })}
                disabled={isUsed(index()) || props.document.roles.length === 1}
                onClick={() => remove(index())}
              />
            </li>
          )}
        </For>
      </ul>
      <Button
        class="mt-2"
        look="quiet"
        icon="plus"
        onClick={() => props.edit((draft) => void draft.roles.push({ name: '', kind: 'contractor' }))}
      >
        {m.project_role_add()}
      </Button>
    </section>
  );
}
