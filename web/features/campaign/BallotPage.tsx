import { useParams } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { ResidentFrame } from '../portal/ResidentFrame.tsx';
import { Ballot } from './Ballot.tsx';

/** A vote or read receipt of whoever is signed in. */
export default function BallotPage(): JSX.Element {
  const params = useParams<{ id: string }>();
  return (
    <ResidentFrame>
      <Ballot id={() => params.id} />
    </ResidentFrame>
  );
}
