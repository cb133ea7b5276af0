import type { JSX } from 'solid-js';
import { ResidentFrame } from '../portal/ResidentFrame.tsx';
import { Account } from './AccountPage.tsx';

/** The account of a resident or owner. */
export default function ResidentAccount(): JSX.Element {
  return (
    <ResidentFrame>
      <Account />
    </ResidentFrame>
  );
}
