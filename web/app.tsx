import { Router } from '@solidjs/router';
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { ErrorBoundary, type JSX, Suspense } from 'solid-js';
import { config } from 'zod/v4/core';
import { asksAgain } from './api.ts';
import { PageError } from './features/shell/PageError.tsx';
import { routes } from './routes.ts';
import { Skeleton } from './ui/Skeleton.tsx';
import { Toasts } from './ui/Toast.tsx';

// Our CSP forbids compiling at run time; without this every schema would try it once, and be reported.
config({ jitless: true });

// A live notice can be lost with a process: what is visible is asked again every 30 s, and on coming back.
const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5000,
      refetchInterval: 30_000,
      refetchOnReconnect: 'always',
      refetchOnWindowFocus: true,
      retry: asksAgain,
      networkMode: 'always',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});

function Root(props: { children?: JSX.Element }): JSX.Element {
  return (
    <>
      <ErrorBoundary fallback={(error) => <PageError error={error} />}>
        <Suspense
          fallback={
            <div class="mx-auto max-w-140 px-4">
              <Skeleton shape="page" />
            </div>
          }
        >
          {props.children}
        </Suspense>
      </ErrorBoundary>
      <Toasts />
    </>
  );
}

/** The whole interface: pages by address, their data, and what is said when one breaks. */
export function App(): JSX.Element {
  return (
    <QueryClientProvider client={queryClient}>
      <Router root={Root}>{routes}</Router>
    </QueryClientProvider>
  );
}
