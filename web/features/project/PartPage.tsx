import { useParams } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { ResidentFrame } from '../portal/ResidentFrame.tsx';
import { PartView } from './PartView.tsx';

/** One project's part, for a resident, owner or board member who is signed in. */
export default function PartPage(): JSX.Element {
  const params = useParams<{ id: string }>();
  return (
    <ResidentFrame>
      <PartView id={() => params.id} />
    </ResidentFrame>
  );
}
