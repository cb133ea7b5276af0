import { recordBounce } from '../../db/queries/bounces.ts';
import { keepPreferences } from '../../db/queries/preferences.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { preferences, type Way } from '../../domain/preferences/preferences.ts';

interface Wish {
  email: string;
  way: Way;
  said: object;
}

/** People who want to hear of things otherwise than most. */
const wishes: readonly Wish[] = [
  { email: 'tobias.fechner@musterstadt.example', way: 'mail', said: { deskDigest: true, digestAt: 450 } },
  {
    email: 'rosa.engelhardt@post.example',
    way: 'mail',
    said: { kinds: { appointments: { way: 'sms', timing: 'now' }, reminders: { way: 'sms', timing: 'now' } } },
  },
  {
    email: 'lukas.baeumer@post.example',
    way: 'mail',
    said: { kinds: { report: { timing: 'digest' }, following: { timing: 'digest' } }, digestAt: 1_020 },
  },
  {
    email: 'sabine.ahrens@post.example',
    way: 'mail',
    said: { kinds: { following: { timing: 'never' } }, quiet: { from: 1_200, until: 480, mails: true } },
  },
  {
    email: 'bernd.schaetzle@post.example',
    way: 'mail',
    said: { kinds: { information: { timing: 'digest' } } },
  },
];

/** Keeps what some people wish, as if they had said it to the office. */
export async function keepWishes(workspace: Workspace): Promise<void> {
  const [office] = await workspace.query<{ id: string }>(
    `select person_id as id from employee where active and function = 'manager' order by on_call, person_id limit 1`,
  );
  if (!office) return;
  for (const { email, way, said } of wishes) {
    const [person] = await workspace.query<{ id: string }>('select id from person where email = $1', [email]);
    const by = { actor: { kind: 'employee', id: office.id } };
    if (person)
      await keepPreferences(
        workspace,
        person.id,
        { way, preferences: preferences.parse(said) },
        by,
        new Date().toISOString(),
      );
  }
}

/** A message that counts as sent by this way, to somebody of whom a condition holds; the newest about an open ticket. */
const newest = (channel: Way, condition: string) => `
  select m.id from message m join ticket t on t.id = m.file_id and t.closed_at is null
  left join contractor c on m.recipient_kind = 'contractor' and c.id = m.recipient_id
  left join person p on p.id = case m.recipient_kind when 'person' then m.recipient_id else c.person_id end
  where m.state = 'sent' and m.channel = '${channel}' and m.noun in ('ticket', 'workOrder')
    and m.template not in ('reminder', 'escalation') and ${condition}
  order by m.due_at desc limit 1`;

/**
 * Lets some of the post go wrong, as it does in life: a mailbox that no longer exists, where another way is known and
 * where none is; and a text whose process was lost, of which nobody knows. What follows, the mailroom does by itself.
 */
export async function spoilPost(workspace: Workspace): Promise<void> {
  const noOther = `p.id is not null and exists (select from employee e where e.person_id = p.id) and coalesce(p.mobile, '') = ''`;
  for (const condition of [`coalesce(p.mobile, '') <> '' and m.recipient_kind = 'person'`, noOther]) {
    const [message] = await workspace.query<{ id: string }>(newest('mail', condition));
    if (message) await recordBounce(workspace, message.id, '5.1.1');
  }
  const [text] = await workspace.query<{ id: string }>(newest('sms', 'p.id is not null'));
  if (text)
    await workspace.query(
      `update message set state = 'claimed', claimed_at = now() - interval '1 hour', sent_at = null where id = $1`,
      [text.id],
    );
}
