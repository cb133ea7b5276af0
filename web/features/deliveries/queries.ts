import type { Accessor } from 'solid-js';
import { type Answers, api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { officeKey } from '../desk/queries.ts';

export type Delivery = Answers['deliveries']['list'][number];

const deliveriesKey = [...officeKey, 'deliveries'] as const;

/** How many messages wait for somebody, for the navigation; only for those who decide about them. */
export const useUndeliveredCount = (enabled: Accessor<boolean>) =>
  useQuery(() => ({
    queryKey: [...deliveriesKey, 'count'],
    queryFn: () => api.deliveries.count.query(),
    enabled: enabled(),
  }));

/** What did not arrive, newest first; of one matter where it is named. */
export const useDeliveries = (fileId: Accessor<string | null>, enabled: Accessor<boolean> = () => true) =>
  useQuery(() => ({
    queryKey: [...deliveriesKey, 'list', fileId()],
    queryFn: () => api.deliveries.list.query({ fileId: fileId() }),
    enabled: enabled(),
  }));
