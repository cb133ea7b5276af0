import type { MessageKind } from '../../../domain/preferences/kinds.ts';
import {
  builtinQuiet,
  type Preferences,
  preferences,
  type Timing,
  type Way,
} from '../../../domain/preferences/preferences.ts';
import type { Answers } from '../../api.ts';
import { clockMinutes, clockText } from './words.ts';

export type Known = Answers['preferences']['get'];

/** Quiet hours as they are typed: whose, and the times of one's own. */
export interface TypedQuiet {
  whose: 'workspace' | 'none' | 'own';
  from: string;
  until: string;
  mails: boolean;
}

/** The form as it is typed. */
export interface Typed {
  way: Way;
  kinds: Partial<Record<MessageKind, { way: Way | null; timing: Timing }>>;
  digestAt: string;
  deskDigest: boolean;
  quiet: TypedQuiet;
}

/** The form for what is known. */
export function typedOf({ way, kinds, digestAt, deskDigest, quiet }: Known): Typed {
  const own = quiet === 'workspace' || quiet === null ? builtinQuiet : quiet;
  return {
    way,
    kinds: { ...kinds },
    digestAt: clockText(digestAt),
    deskDigest,
    quiet: {
      whose: quiet === 'workspace' ? 'workspace' : quiet === null ? 'none' : 'own',
      from: clockText(own.from),
      until: clockText(own.until),
      mails: own.mails,
    },
  };
}

/** What is wrong with the times that were typed. */
export function faultsOf({ digestAt, quiet }: Typed): {
  digestAt: boolean;
  from: boolean;
  until: boolean;
  same: boolean;
} {
  const own = quiet.whose === 'own';
  const [from, until] = [clockMinutes(quiet.from), clockMinutes(quiet.until)];
  return {
    digestAt: clockMinutes(digestAt) === undefined,
    from: own && from === undefined,
    until: own && until === undefined,
    same: own && from !== undefined && from === until,
  };
}

/** What is sent; undefined while a time is wrong. */
export function wishedBy(typed: Typed): { way: Way; preferences: Preferences } | undefined {
  const { quiet } = typed;
  const parsed = preferences.safeParse({
    kinds: typed.kinds,
    digestAt: clockMinutes(typed.digestAt),
    deskDigest: typed.deskDigest,
    quiet:
      quiet.whose === 'workspace'
        ? 'workspace'
        : quiet.whose === 'none'
          ? null
          : { from: clockMinutes(quiet.from), until: clockMinutes(quiet.until), mails: quiet.mails },
  });
  return parsed.success && clockMinutes(typed.digestAt) !== undefined
    ? { way: typed.way, preferences: parsed.data }
    : undefined;
}
