import { drain } from '../../activities/mailroom/drain.ts';
import { openPost } from '../../activities/mailroom/post.ts';
import { Workspaces } from '../../db/workspaces.ts';

// A process of its own that sends a workspace's mails until it is done or killed, as a worker does. Arguments: the
// database's address, the master key, the workspace's id, the mail server's address.
const [, , databaseUrl = '', masterKey = '', id = '', SMTP_URL = ''] = process.argv;
const workspaces = await Workspaces.open({ databaseUrl, masterKey });
const workspace = await workspaces.byId(id);
if (!workspace) throw new Error('no such workspace');
const post = await openPost({ SMTP_URL, MAIL_FROM: 'ProCSM <no-reply@procsm.invalid>' }, () => {});
for (let sent = 1; sent > 0; ) ({ sent } = await drain(workspace, 'http://one.localhost:3000', post));
post.close();
await workspaces.close();
