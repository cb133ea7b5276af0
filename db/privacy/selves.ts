/** The firms that somebody is. */
export const OWN_FIRMS = '(select id from contractor where person_id = $1)';
/** The reporters without proof who turned out to be them. */
export const OWN_STRANGERS = '(select id from unconfirmed_reporter where person_id = $1)';
/** Under which ids somebody, `$1`, acts and is written to. */
export const SELVES = `(select $1::uuid union all ${OWN_FIRMS} union all ${OWN_STRANGERS}
  union all select id from person where merged_into = $1)`;
/** The tickets that somebody reported. */
export const OWN_TICKETS = `(select id from ticket where reporter_id = $1 or unconfirmed_id in ${OWN_STRANGERS})`;
