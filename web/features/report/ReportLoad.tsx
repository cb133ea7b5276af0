import type { JSX } from 'solid-js';
import { Skeleton } from '../../ui/Skeleton.tsx';

/** The report form is an app of its own: who comes to it from another page loads it anew, at the same address. */
export default function ReportLoad(): JSX.Element {
  location.reload();
  return <Skeleton shape="page" />;
}
