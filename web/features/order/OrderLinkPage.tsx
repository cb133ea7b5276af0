import { useParams } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { enterBy } from '../../api.ts';
import { OrderFolder } from './OrderFolder.tsx';

/** The page behind a contractor's mailed link: no account, one order. Opening it changes nothing. */
export default function OrderLinkPage(): JSX.Element {
  const params = useParams<{ token: string }>();
  enterBy({ link: params.token });
  return <OrderFolder id={() => null} />;
}
