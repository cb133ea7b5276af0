import type { DataKind } from '../../domain/privacy/retention.ts';
import { OWN_FIRMS, OWN_STRANGERS, OWN_TICKETS, SELVES } from './selves.ts';

/** What a table holds about people, column by column. Each column of the database stands in exactly one of the lists. */
export interface Holding {
  /** Null where no row is about a person. */
  readonly kind: DataKind | null;
  /** Which rows `x` are about the person `$1`, as SQL; without it none is by itself. */
  readonly of?: string;
  /** What is said about or by somebody: given out, and erased. */
  readonly data?: string;
  /** Days, states, amounts and ids beside it: given out with the row. */
  readonly facts?: string;
  /** What only the machine needs, what is derived, and what is about others: not given out. */
  readonly inner?: string;
  /** Credentials: never given out; gone with the account. */
  readonly secret?: string;
  /** Those of `data` in which anybody may write about anybody. */
  readonly words?: string;
}

/** Whose act it was, but for what somebody did as an employee: that is the company's. */
const actorIs = (column: string) =>
  `(x.${column} ->> 'kind' <> 'employee' and x.${column} ->> 'id' in (select id::text from ${SELVES} s(id)))`;
const account = '(select id from account where person_id = $1)';

/** Every table of a company's database. One that is missing here, or a column of one, fails a test. */
export const holdings: Readonly<Record<string, Holding>> = {
  account: {
    kind: 'account',
    of: 'x.person_id = $1',
    data: 'name email image',
    facts: 'email_verified created_at updated_at',
    inner: 'id person_id',
  },
  account_credential: {
    kind: 'account',
    of: `x.account_id in ${account}`,
    facts: 'provider_id created_at updated_at',
    inner: 'id account_id provider_account_id scope access_token_expires_at refresh_token_expires_at',
    secret: 'access_token refresh_token id_token password',
  },
  account_recovery_code: {
    kind: 'account',
    of: `x.account_id in ${account}`,
    facts: 'used_at',
    inner: 'account_id',
    secret: 'code_hash',
  },
  account_session: {
    kind: 'account',
    of: `x.account_id in ${account}`,
    data: 'ip_address user_agent',
    facts: 'entrance created_at updated_at expires_at',
    inner: 'id account_id',
    secret: 'token',
  },
  account_totp: {
    kind: 'account',
    of: `x.account_id in ${account}`,
    facts: 'confirmed_at created_at',
    inner: 'account_id last_step',
    secret: 'secret',
  },
  // Ten minutes long; found by the address alone.
  account_verification: { kind: 'account', inner: 'id expires_at created_at updated_at', secret: 'identifier value' },
  appointment: {
    kind: 'matters',
    of: `x.ticket_id in ${OWN_TICKETS}`,
    facts: 'status starts_at ends_at slots',
    inner: 'id order_id ticket_id visitor_id sequence revision',
  },
  audit: {
    kind: 'record',
    of: `x.subject_id in ${SELVES}`,
    data: 'before after',
    facts: 'at what',
    inner: 'id actor link subject_id',
    words: 'before after',
  },
  batch: {
    kind: 'matters',
    data: 'words',
    facts: 'type given_at state',
    inner: 'id actor facts leased_by leased_until',
    words: 'words',
  },
  batch_item: {
    kind: null,
    inner: 'batch_id n ticket_id command_id taken refusal before undo_id undo_refusal withdrawn',
  },
  board_membership: {
    kind: 'homes',
    of: 'x.person_id = $1',
    facts: 'property_id valid_from valid_until',
    inner: 'person_id',
  },
  building: { kind: null, inner: 'id property_id name street revision' },
  calendar_feed: {
    kind: 'account',
    of: 'x.person_id = $1',
    facts: 'kind made_at fetched_at',
    inner: 'id person_id subject_id generation',
  },
  campaign: {
    kind: null,
    inner: `id number property_id title urgency phase outcome assignee_id waiting_on waiting_for waiting_since due_at
      next_at policy_version state revision command_id begun_at changed_at closed_at kind audience question document_id
      document_version files
      voting key_date deadline each_member all_shares result counted_at words`,
  },
  campaign_answer: {
    kind: 'votes',
    of: 'x.person_id = $1',
    data: 'said choice',
    facts: 'campaign_id way at nth',
    inner: 'id voter_id person_id sole actor proxy_id file_id salt hash',
    words: 'said',
  },
  campaign_ballots: { kind: null, inner: 'campaign_id choice ballots' },
  campaign_person: {
    kind: 'votes',
    of: 'x.person_id = $1',
    facts: 'campaign_id opened_at',
    inner: 'voter_id person_id',
  },
  campaign_proxy: {
    kind: 'votes',
    of: 'x.person_id = $1 or x.holder_id = $1',
    facts: 'campaign_id instruction given_at withdrawn_at',
    inner: 'id voter_id person_id holder_id given_by file_id withdrawn_by',
  },
  campaign_voter: {
    kind: null,
    inner: 'id campaign_id units weight_numerator weight_denominator share_numerator share_denominator exclusion',
  },
  category_draft: { kind: null, inner: 'single revision body changed_at changed_by' },
  category_version: { kind: null, inner: 'version body published_at published_by note' },
  command: {
    kind: 'matters',
    of: actorIs('actor'),
    data: 'words',
    facts: 'noun subject_id type at state',
    inner: 'id actor link facts files revision refusal tries created_seq settled held_until',
    words: 'words',
  },
  contractor: {
    kind: 'firm',
    of: 'x.person_id = $1',
    data: 'note',
    facts: 'trades districts internal active',
    inner: 'id person_id link_generation revision',
    words: 'note',
  },
  absence: {
    kind: 'employment',
    of: `x.person_id = $1 or x.contractor_id in ${OWN_FIRMS}`,
    facts: 'first_day last_day entered_at',
    inner: 'id person_id contractor_id substitute_id substitute_contractor_id entered_by',
  },
  digest: { kind: 'account', of: 'x.person_id = $1', facts: 'day made_at', inner: 'id person_id desk' },
  document: {
    kind: 'papers',
    of: 'x.id in (select document_id from document_addressee where person_id = $1)',
    data: 'withdrawal_reason',
    facts: 'number kind phase valid_from valid_until published_at withdrawn_at',
    inner: 'id visibility newcomers version since made_by made_at changed_at revision',
    words: 'withdrawal_reason',
  },
  document_addressee: {
    kind: 'papers',
    of: 'x.person_id = $1',
    facts: 'document_id',
    inner: 'n scope property_id building_id unit_id person_id roles place_id',
  },
  document_file: { kind: null, inner: 'document_id n file_id place' },
  document_read: {
    kind: 'receipts',
    of: 'x.person_id = $1',
    facts: 'document_id first_at last_at times',
    inner: 'n person_id file_id',
  },
  document_search: { kind: null, inner: 'document_id is_draft at words' },
  document_version: {
    kind: 'papers',
    of: `x.published_at is not null
      and x.document_id in (select document_id from document_addressee where person_id = $1)`,
    data: 'title source',
    facts: 'published_at',
    inner: 'document_id n body hash made_by made_at published_by',
    words: 'title source',
  },
  employee: {
    kind: 'employment',
    of: 'x.person_id = $1',
    facts: 'function all_properties on_call active approval_limit_cents',
    inner: 'person_id revision',
  },
  employee_property: { kind: 'employment', of: 'x.person_id = $1', facts: 'property_id', inner: 'person_id' },
  employee_role: {
    kind: 'employment',
    of: 'x.person_id = $1',
    facts: 'role all_properties approval_limit_cents valid_from valid_until',
    inner: 'id person_id place',
  },
  employee_role_property: { kind: null, inner: 'employee_role_id property_id' },
  favourite: { kind: 'account', of: 'x.person_id = $1', facts: 'ticket_id starred_at', inner: 'person_id' },
  file_head: { kind: null, inner: 'file_id seq hash' },
  file_text: {
    kind: 'matters',
    of: `x.file_id in (select id from stored_file where subject_id in ${OWN_TICKETS})`,
    data: 'words',
    facts: 'pages',
    inner: 'file_id read_at',
    words: 'words',
  },
  // Rows of files that were taken in; forgotten after thirty days, or with whom they name.
  import_file: {
    kind: 'imports',
    inner: 'run_id n name kind encoding separator headings rows mapping bytes sample',
  },
  import_mapping: { kind: null, inner: 'signature mapping changed_at changed_by' },
  import_row: {
    kind: 'imports',
    of: 'x.row_id = $1',
    data: 'before after',
    facts: 'tbl kind',
    inner: 'run_id n key file line problems row_id',
  },
  import_run: { kind: null, inner: 'id state counts doubts failure progress begun_at begun_by applied_at undone_at' },
  inbound_mail: {
    kind: 'mails',
    of: `x.recipient_id in ${SELVES} or x.ticket_id in ${OWN_TICKETS}
      or lower(x.from_address) in (select lower(email) from person where id = $1)`,
    data: 'from_address from_name subject own_words whole',
    facts: 'received_at state ticket_id',
    inner: `id sha256 bytes envelope reason identity tries next_try_at checks refused message_id noun subject_id
      recipient_kind recipient_id command_id settled_by settled_at`,
    words: 'from_address from_name subject whole',
  },
  invitation: {
    kind: 'account',
    of: 'x.person_id = $1',
    data: 'email',
    facts: 'entrance way state made_at expires_at ended_at',
    inner: 'id round_id person_id property_id unit_id',
    secret: 'code_lookup code_hash token_hash',
    words: 'email',
  },
  invitation_proof: {
    kind: 'account',
    of: 'x.invitation_id in (select id from invitation where person_id = $1)',
    data: 'email',
    facts: 'created_at expires_at used_at',
    inner: 'id invitation_id tries',
    secret: 'code_hash',
    words: 'email',
  },
  // The printed letters of a round name whom it invites: they go with any of these.
  invitation_round: {
    kind: null,
    inner: 'id made_by made_at scope state progress letters pages print_file posted_at posted_by ended_at',
  },
  letter: {
    kind: 'matters',
    of: `x.message_id in (select id from message where recipient_id in ${SELVES})`,
    data: 'recipient city',
    facts: 'made_at pages',
    inner: 'message_id pdf enclosures print_run_id',
    words: 'recipient',
  },
  lifecycle_fact: {
    kind: null,
    inner: 'id seq from_noun from_id to_noun to_id revision cause body held state tries written_at told_at',
  },
  // Gone as soon as it is known whether a mail went out.
  mail_under_way: { kind: 'matters', inner: 'message_id content begun_at away' },
  message: {
    kind: 'matters',
    of: `x.recipient_id in ${SELVES}`,
    facts: 'template role channel state created_at sent_at',
    inner: `id noun subject_id file_id event revision command_id recipient_kind recipient_id data priority due_at
      claimed_at tries next_try_at released_at wished held_until digest_id tried_before settled_at settled_by told_at`,
  },
  message_addition: { kind: null, inner: 'template locale text changed_at changed_by' },
  message_attempt: {
    kind: 'matters',
    of: `x.message_id in (select id from message where recipient_id in ${SELVES})`,
    facts: 'channel at outcome',
    inner: 'message_id n provider_id detail',
  },
  message_preference: {
    kind: 'account',
    of: 'x.person_id = $1',
    data: 'body',
    facts: 'changed_at',
    inner: 'person_id next_digest_at',
  },
  migration: { kind: null, inner: 'name checksum applied_at' },
  occupancy_act: { kind: null, inner: 'id unit_id kind at actor changes unit_revision undone_at' },
  ownership: {
    kind: 'homes',
    of: 'x.person_id = $1',
    facts: 'unit_id valid_from valid_until share_numerator share_denominator',
    inner: 'id person_id',
  },
  participation: { kind: 'account', of: 'x.person_id = $1', facts: 'month', inner: 'person_id' },
  person: {
    kind: 'identity',
    of: 'x.id = $1 or x.merged_into = $1',
    data: 'number given_name family_name other_names email phone mobile fax street postal_code city',
    facts: 'kind locale channel share_phone created_at active',
    inner: 'id link_generation revision words merged_into',
  },
  // What an entry said that became another one: as long as the two can be told apart again.
  person_merge: {
    kind: 'identity',
    of: 'x.kept_id = $1 or x.dropped_id = $1',
    data: 'contact taken',
    facts: 'at undone_at',
    inner: 'id kept_id dropped_id actor moved twice',
  },
  policy: { kind: null, inner: 'version document published_at published_by note' },
  policy_draft: { kind: null, inner: 'single revision document changed_at changed_by' },
  preferred_contractor: {
    kind: 'firm',
    of: `x.contractor_id in ${OWN_FIRMS}`,
    facts: 'property_id trade rank',
    inner: 'contractor_id',
  },
  print_run: { kind: null, inner: 'id made_at made_by posted_at posted_by' },
  privacy_request: {
    kind: 'requests',
    of: 'x.person_id = $1',
    data: 'reason',
    facts: `kind received_on way state identity due_on extended_by without_internal available_until handed_over_on
      handed_over_by entered_at settled_at`,
    inner: 'id person_id kept next_on entered_by revision',
    words: 'reason',
  },
  project: {
    kind: 'projects',
    data: 'title description',
    inner: `id number property_id urgency phase outcome assignee_id waiting_on waiting_for waiting_since due_at next_at
      policy_version state revision command_id begun_at changed_at closed_at template_id template_version todos_open
      todos_done todo_due_at link_generation words words_seq`,
    words: 'title description',
  },
  project_join: { kind: null, inner: 'project_id noun subject_id' },
  project_origin: { kind: null, inner: 'template_id ticket_id project_id' },
  project_template: { kind: null, inner: 'id version document published_at published_by' },
  property: {
    kind: 'homes',
    of: 'x.landlord_id = $1',
    facts: 'number name street postal_code city',
    inner: `id management_type federal_state share_denominator approval_limit_cents landlord_id report_code words active
      community_rules revision`,
  },
  // Keyed by addresses of machines and by hashes; swept within a day.
  rate_limit: { kind: null, inner: 'key points expire' },
  // What an owner says of their flat; of who comes there, only until it is decided.
  renter_report: {
    kind: 'account',
    of: 'x.owner_id = $1',
    data: 'reason',
    facts: 'unit_id made_at ends_on begins_on state decided_at',
    inner: 'id owner_id renter decided_by act_id',
    words: 'reason',
  },
  report_code: {
    kind: 'account',
    of: `x.reporter_id in ${OWN_STRANGERS}`,
    data: 'email',
    facts: 'created_at expires_at used_at',
    inner: 'id property_id reporter_id tries',
    secret: 'code_hash',
    words: 'email',
  },
  reporter_decision: {
    kind: 'contact',
    of: 'x.person_id = $1',
    facts: 'kind at undone_at',
    inner: 'id actor person_id reporter_ids tickets',
  },
  retention_hold: {
    kind: 'requests',
    of: 'x.person_id = $1',
    data: 'reason',
    facts: 'until set_at lifted_at',
    inner: 'id person_id set_by lifted_by',
    words: 'reason',
  },
  revision_log: { kind: null, inner: 'subject_id revision command_id written_at print' },
  role: { kind: null, inner: 'key name functions told changed_at' },
  saved_view: {
    kind: 'account',
    of: 'x.owner_id = $1',
    data: 'name',
    facts: 'shared changed_at',
    inner: 'id owner_id body',
    words: 'name',
  },
  search_due: { kind: null, inner: 'ticket_id' },
  setting: { kind: null, inner: 'key value' },
  sign_in_failure: { kind: null, inner: 'key failures next_at' },
  sign_in_link: {
    kind: 'account',
    of: 'x.person_id = $1',
    facts: 'entrance purpose created_at expires_at used_at',
    inner: 'id person_id',
    secret: 'token_hash code_hash',
  },
  stored_file: {
    kind: 'matters',
    of: `${actorIs('uploaded_by')} or x.subject_id in ${OWN_TICKETS}`,
    data: 'name',
    facts: 'media_type bytes uploaded_at sha256',
    inner: 'id width height uploaded_by noun subject_id command_id',
    words: 'name',
  },
  tenancy: {
    kind: 'homes',
    of: 'x.person_id = $1',
    facts: 'unit_id role valid_from valid_until',
    inner: 'id person_id lease_id',
  },
  text_block: { kind: null, inner: 'id name purpose text changed_at changed_by' },
  ticket_template: { kind: null, inner: 'id name body changed_at changed_by' },
  ticket: {
    kind: 'matters',
    of: `x.id in ${OWN_TICKETS}`,
    data: 'title description answers access_wishes',
    facts: 'number property_id unit_id place category urgency phase outcome reported_at closed_at',
    inner: `id building_id reporter_id unconfirmed_id assignee_id waiting_on waiting_for waiting_since due_at next_at
      policy_version state revision command_id changed_at category_version`,
    words: 'title description answers access_wishes',
  },
  // Follows the ticket and its reporter by triggers.
  ticket_search: { kind: null, inner: 'ticket_id property_id reported_at words' },
  timeline: {
    kind: 'matters',
    of: `x.file_id in ${OWN_TICKETS} or ${actorIs('actor')}`,
    data: 'body',
    facts: 'at kind noun subject_id audience',
    inner: 'file_id seq revision command_id actor prev_hash body_hash hash salt',
    words: 'body',
  },
  todo: {
    kind: 'projects',
    of: `x.responsible ->> 'id' in (select id::text from ${SELVES} s(id))`,
    data: 'title text items',
    facts: 'project_id due_at phase',
    inner: 'n command_id body responsible',
    words: 'title text items',
  },
  unconfirmed_reporter: {
    kind: 'contact',
    of: `x.person_id = $1`,
    data: 'name email phone place',
    facts: 'locale created_at not_resident_at',
    inner: 'id link_generation person_id',
    words: 'name email',
  },
  unit: {
    kind: null,
    inner: `id building_id number usage floor position share_numerator staircase area rooms active revision words`,
  },
  work_order: {
    kind: 'orders',
    of: `x.contractor_id in ${OWN_FIRMS}
      or x.id in (select order_id from work_order_ticket where ticket_id in ${OWN_TICKETS})`,
    data: 'title instructions client invoice_to',
    facts: 'number property_id limit_cents urgency phase outcome placed_at closed_at',
    inner: `id contractor_id waiting_on waiting_for waiting_since due_at next_at policy_version state revision command_id
      link_generation changed_at`,
    words: 'title instructions client invoice_to',
  },
  work_order_ticket: { kind: null, inner: 'order_id ticket_id' },
};

/** The columns of one list. */
export const listed = (columns: string | undefined): string[] => columns?.split(/\s+/).filter(Boolean) ?? [];
