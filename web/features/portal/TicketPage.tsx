import { useParams } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { ResidentFrame } from './ResidentFrame.tsx';
import { TicketStatus } from './TicketStatus.tsx';

/** A report's page for whoever is signed in. */
export default function TicketPage(): JSX.Element {
  const params = useParams<{ id: string }>();
  return (
    <ResidentFrame>
      <TicketStatus id={() => params.id} />
    </ResidentFrame>
  );
}
