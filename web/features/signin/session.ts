import { api } from '../../api.ts';
import { useQuery } from '../../query.ts';

/** The key under which it stands who is signed in at an entrance. */
export const sessionKey = (entrance: 'residents' | 'contractors') => ['session', entrance] as const;

/** Who is signed in at the entrance that the page has entered by; null when nobody is. */
export const useSignedIn = (entrance: 'residents' | 'contractors') =>
  useQuery(() => ({ queryKey: sessionKey(entrance), queryFn: () => api.session.me.query(), throwOnError: false }));

/** The company's name, before and after signing in. */
export const useCompany = () =>
  useQuery(() => ({
    queryKey: ['workspace'],
    queryFn: () => api.workspace.public.query(),
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: false as const,
    throwOnError: false,
  }));

/** Where to go after signing in: an address of our own, never one that a link from elsewhere brought. */
export function onwardTo(wanted: unknown, otherwise: string): string {
  return typeof wanted === 'string' && /^\/(?![/\\])/.test(wanted) ? wanted : otherwise;
}
