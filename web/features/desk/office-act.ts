import { useQueryClient } from '@tanstack/solid-query';
import { type Act, createAct } from '../../act.ts';
import { officeKey } from './queries.ts';

/** An act whose answer makes what the office sees stale, refused or not: then somebody else was faster. */
export function useOfficeAct<Input extends object, Answer>(
  send: (input: Input & { commandId: string }) => Promise<Answer>,
): Act<Input, Answer> {
  const client = useQueryClient();
  return createAct(async (input) => {
    try {
      return await send(input);
    } finally {
      void client.invalidateQueries({ queryKey: officeKey });
    }
  });
}
