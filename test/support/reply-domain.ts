/** Where replies to our mails go in the tests, and what the mail server there shows us. */
export const REPLY_DOMAIN = 'antwort.nord.example';
export const HOOK_SECRET = 'a secret that is only for tests';
