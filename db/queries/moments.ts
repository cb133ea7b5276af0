/** As SQL, a moment as the product writes it: for what is read inside a JSON. */
export const iso = (column: string): string => `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** As SQL, whether a row that holds from `valid_from` to `valid_until` does so today. */
export const today = (row: string): string =>
  `daterange(${row}.valid_from, ${row}.valid_until, '[]') @> berlin_today()`;
