import {
  InfiniteQueryObserver,
  type QueryClient,
  type QueryKey,
  QueryObserver,
  type QueryObserverOptions,
  type QueryObserverResult,
  useQueryClient,
  type useInfiniteQuery as useTanStackInfiniteQuery,
  type useQuery as useTanStackQuery,
} from '@tanstack/solid-query';
import { type Accessor, createComputed, createMemo, on, onCleanup } from 'solid-js';
import { createStore } from 'solid-js/store';
import { steady } from './steady.ts';

type Options = QueryObserverOptions<unknown, Error, unknown, unknown, QueryKey>;
type Result = QueryObserverResult<unknown, Error>;
type Observer = new (
  client: QueryClient,
  options: Options,
) => Pick<
  QueryObserver<unknown, Error, unknown, unknown, QueryKey>,
  'getOptimisticResult' | 'getCurrentResult' | 'setOptions' | 'subscribe' | 'updateResult'
>;

/**
 * What an observer sees, as a store. The library's own hooks tell Suspense of every question, also when it is asked
 * again: then whatever stands within the boundary, mostly the whole page, is taken out of the document until the answer
 * is there, and with it the focus, the finger's click and what is being typed. Here nothing ever suspends: pages say
 * themselves what they show before the first answer.
 */
function observed(Observer: Observer, options: Accessor<Options>): Result {
  const client = useQueryClient();
  const given = createMemo(() => client.defaultQueryOptions(options()));
  const observer = new Observer(client, given());
  const [result, setResult] = createStore<Result>(observer.getOptimisticResult(given()));
  const show = (next: Result) => setResult((known) => ({ ...next, data: steady(known.data, next.data) }) as Result);
  createComputed(
    on(
      given,
      (next) => {
        observer.setOptions(next);
        show(observer.getOptimisticResult(next));
      },
      { defer: true },
    ),
  );
  onCleanup(observer.subscribe(show));
  // What came between the first look and the subscription.
  observer.updateResult();
  show(observer.getCurrentResult());
  return result;
}

/** Asks the server, and again when it became stale, while the page stands; never suspends. */
export const useQuery = ((options: Accessor<Options>) =>
  observed(QueryObserver as Observer, options)) as unknown as typeof useTanStackQuery;

/** The same for lists that come by pages. */
export const useInfiniteQuery = ((options: Accessor<Options>) =>
  observed(InfiniteQueryObserver as unknown as Observer, options)) as unknown as typeof useTanStackInfiniteQuery;
