const NAME = '__Host-operator';
const LIFETIME_SECONDS = 10 * 3_600;

/** The header that signs an operator's browser in. */
export function operatorCookie(token: string, maxAge: number = LIFETIME_SECONDS): string {
  return `${NAME}=${token}; Path=/; Max-Age=${maxAge}; HttpOnly; Secure; SameSite=Strict`;
}

/** The header that makes it forget. */
export const forgetOperatorCookie = operatorCookie('', 0);

/** The token in a request's cookies; undefined when there is none. */
export function operatorTokenIn(header: string | undefined): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === NAME && value) return value;
  }
  return undefined;
}
