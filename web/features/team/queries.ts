import { useQueryClient } from '@tanstack/solid-query';
import { type Accessor, createSignal } from 'solid-js';
import { type Answers, api, type Refusal, refusalIn } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { sayRefusal } from '../../refusals.ts';
import { officeKey } from '../desk/queries.ts';

const absencesKey = ['absences'] as const;
const teamKey = ['team'] as const;

export type Team = Answers['team']['list'];
export type Member = Team['people'][number];
export type Role = Team['roles'][number];
export type AbsenceRow = Answers['absences']['list'][number];

/** Everybody who works here, with the roles of the company. */
export const useTeam = () => useQuery(() => ({ queryKey: teamKey, queryFn: () => api.team.list.query() }));

/** Who is away, now and later. */
export const useAbsences = () =>
  useQuery(() => ({ queryKey: [...absencesKey, 'list'], queryFn: () => api.absences.list.query() }));

/** For whom the caller may enter an absence. */
export const useEntitled = () =>
  useQuery(() => ({ queryKey: [...absencesKey, 'entitled'], queryFn: () => api.absences.entitled.query() }));

/** What somebody may see and why, with one ticket if its number is given. */
export const useInsight = (id: Accessor<string | undefined>, ticket: Accessor<string | null>) =>
  useQuery(() => ({
    queryKey: [...officeKey, 'insight', id(), ticket()],
    queryFn: () => api.insight.of.query({ personId: id() ?? '', ticket: ticket() }),
    enabled: id() !== undefined,
  }));

/** Runs one act: whether it is under way, and why it failed, also as a sentence. What it changes is asked for again. */
export function useChange() {
  const client = useQueryClient();
  const [busy, setBusy] = createSignal(false);
  const [refusal, setRefusal] = createSignal<Refusal>();
  /** Resolves to whether it was done. */
  const change = async (work: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    setRefusal(undefined);
    try {
      await work();
      for (const queryKey of [absencesKey, teamKey, officeKey, ['session']])
        void client.invalidateQueries({ queryKey });
      return true;
    } catch (error) {
      setRefusal(refusalIn(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const failure = () => {
    const found = refusal();
    return found && sayRefusal(found);
  };
  return { busy, failure, refusal, change };
}
