import { type Answers, api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { officeKey } from '../desk/queries.ts';

export type TextBlock = Answers['texts']['blocks'][number];

export type TicketTemplate = Answers['texts']['ticketTemplates'][number];

export const blocksKey = [...officeKey, 'texts', 'blocks'];
export const ticketTemplatesKey = [...officeKey, 'texts', 'ticketTemplates'];
export const additionsKey = [...officeKey, 'texts', 'additions'];

const rarely = { staleTime: 60_000, refetchInterval: false as const };

/** The office's reusable texts. */
export const useBlocks = () =>
  useQuery(() => ({ queryKey: blocksKey, queryFn: () => api.texts.blocks.query(), ...rarely }));

/** The templates that tickets of one's own begin with. */
export const useTicketTemplates = () =>
  useQuery(() => ({
    queryKey: ticketTemplatesKey,
    queryFn: () => api.texts.ticketTemplates.query(),
    ...rarely,
  }));

/** What the office adds to messages. */
export const useAdditions = () =>
  useQuery(() => ({ queryKey: additionsKey, queryFn: () => api.texts.additions.query(), ...rarely }));
