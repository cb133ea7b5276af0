import { useParams } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { enterBy } from '../../api.ts';
import { ContractorSignOut } from '../signin/ContractorSignOut.tsx';
import { OrderFolder } from './OrderFolder.tsx';

/** An order's folder for a contractor who is signed in. */
export default function OrderPage(): JSX.Element {
  const params = useParams<{ id: string }>();
  enterBy({ entrance: 'contractors' });
  return (
    <OrderFolder
      id={() => params.id}
      end={<ContractorSignOut />}
      links={[{ href: '/auftraege', label: m.order_all() }]}
    />
  );
}
