import { useParams } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { QrCode } from '../../ui/QrCode.tsx';
import { ThingPage } from '../shell/ThingPage.tsx';
import { useCompany } from '../signin/session.ts';
import { usePropertyPage } from './queries.ts';
import { reportAddressOf } from './words.ts';

/** What is hung in the stairwell, so that whoever sees a damage can report it, without an account. */
export default function PosterPage(): JSX.Element {
  const params = useParams<{ id: string }>();
  const page = usePropertyPage(() => params.id);
  const company = useCompany();
  return (
    <ThingPage
      query={page}
      failed={m.property_failed_one()}
      elsewhere={{ href: '/objekte', label: m.property_title() }}
      class="max-w-190 print:max-w-none print:p-0"
    >
      {(property) => (
        <>
          <div data-no-print class="mb-4 flex flex-wrap gap-2">
            <Button look="filled" icon="print" onClick={() => window.print()}>
              {m.property_poster_print()}
            </Button>
            <ButtonLink href={`/objekte/${params.id}`}>{m.property_poster_back()}</ButtonLink>
          </div>
          <article class="rounded-xl border border-line bg-surface px-8 py-10 text-center text-lg max-sm:px-5 print:border-0">
            <p class="text-md text-muted">{company.data?.name}</p>
            <h1 class="mt-2 text-3xl font-bold tracking-[-0.012em] text-balance">{m.property_poster_title()}</h1>
            <p class="mt-1 text-muted">{property().name}</p>
            <QrCode
              class="mx-auto my-6 size-72 max-w-full"
              label={m.property_poster_qr()}
              text={reportAddressOf(property())}
            />
            <p>{m.property_poster_how()}</p>
            <p class="mt-1 font-semibold break-all">{reportAddressOf(property())}</p>
            <p class="mt-4 text-md text-muted">{m.property_poster_needs()}</p>
            <p class="mt-6 font-semibold">{m.property_poster_danger()}</p>
          </article>
        </>
      )}
    </ThingPage>
  );
}
