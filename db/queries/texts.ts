import { DomainError } from '../../domain/errors.ts';
import { BLOCKS_MOST, type BlockPurpose } from '../../domain/texts/blocks.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';

/** A text that the office writes again and again. */
export interface TextBlock {
  id: string;
  name: string;
  purpose: BlockPurpose;
  text: string;
}

/** All of them by name. */
export async function textBlocks(workspace: Workspace): Promise<TextBlock[]> {
  return workspace.query<TextBlock>('select id, name, purpose, text from text_block order by lower(name), id', []);
}

/** Keeps a text under its id, new or changed; gives what stood there before. Throws `tooMany` for one too many. */
export async function saveTextBlock(q: Query, block: TextBlock, personId: string): Promise<TextBlock | null> {
  const [before] = await q<TextBlock>('select id, name, purpose, text from text_block where id = $1', [block.id]);
  if (!before) {
    const [row] = await q<{ count: number }>('select count(*)::int as count from text_block', []);
    if ((row?.count ?? 0) >= BLOCKS_MOST) throw new DomainError('tooMany');
  }
  await q(
    `insert into text_block (id, name, purpose, text, changed_by) values ($1, $2, $3, $4, $5)
     on conflict (id) do update set name = excluded.name, purpose = excluded.purpose, text = excluded.text,
       changed_at = now(), changed_by = excluded.changed_by`,
    [block.id, block.name, block.purpose, block.text, personId],
  );
  return before ?? null;
}

/** Takes a text away and gives it. Throws `notFound` for one that is not there. */
export async function removeTextBlock(q: Query, id: string): Promise<TextBlock> {
  const [row] = await q<TextBlock>('delete from text_block where id = $1 returning id, name, purpose, text', [id]);
  if (!row) throw new DomainError('notFound');
  return row;
}

/** What the office adds to a message of one kind, in one language. */
export interface Addition {
  template: string;
  locale: 'de' | 'en';
  text: string;
}

/** All additions. */
export async function additions(workspace: Pick<Workspace, 'query'>): Promise<Addition[]> {
  return workspace.query<Addition>('select template, locale, text from message_addition', []);
}

/** Keeps an addition, or takes it away where its text is empty; gives what stood there before. */
export async function saveAddition(q: Query, { template, locale, text }: Addition, personId: string): Promise<string> {
  const [before] = await q<{ text: string }>(
    'select text from message_addition where template = $1 and locale = $2 for update',
    [template, locale],
  );
  if (text === '') await q('delete from message_addition where template = $1 and locale = $2', [template, locale]);
  else
    await q(
      `insert into message_addition (template, locale, text, changed_by) values ($1, $2, $3, $4)
       on conflict (template, locale) do update set text = excluded.text, changed_at = now(),
         changed_by = excluded.changed_by`,
      [template, locale, text, personId],
    );
  return before?.text ?? '';
}
