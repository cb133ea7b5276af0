import { ErrorBoundary, type JSX, lazy, Suspense } from 'solid-js';
import { PageError } from '../shell/PageError.tsx';

const ResidentReport = lazy(() => import('./ResidentReport.tsx'));
const PublicReport = lazy(() => import('./PublicReport.tsx'));

/** The two pages of the report form, an app of their own: `/melden` for who has an account, `/melden/<code>` for all. */
export function App(): JSX.Element {
  const [, , code] = location.pathname.split('/');
  return (
    <ErrorBoundary fallback={(error) => <PageError error={error} />}>
      <Suspense>{code ? <PublicReport code={decodeURIComponent(code)} /> : <ResidentReport />}</Suspense>
    </ErrorBoundary>
  );
}
