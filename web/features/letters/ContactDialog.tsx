import { useQueryClient } from '@tanstack/solid-query';
import { createSignal, type JSX, lazy, Match, Show, Suspense, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type Contact, contact } from '../../../domain/contact.ts';
import { type Answers, api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { officeKey } from '../desk/queries.ts';
import { ActDialog } from '../ticket/ActDialog.tsx';

const PersonPreferences = lazy(() => import('../preferences/PersonPreferences.tsx'));

/** Where somebody is reached: mail, mobile, fax, and a postal address other than the flat. */
export function ContactDialog(props: { personId: string; onClose: () => void }): JSX.Element {
  const found = useQuery(() => ({
    queryKey: [...officeKey, 'contact', props.personId],
    queryFn: () => api.directory.contact.query({ personId: props.personId }),
    refetchInterval: false as const,
  }));
  const [notifications, setNotifications] = createSignal(false);
  return (
    <Switch
      fallback={
        <Dialog open onOpenChange={(open) => !open && props.onClose()} title={m.letters_contact_edit()}>
          <Skeleton shape="rows" count={3} />
        </Dialog>
      }
    >
      <Match when={found.isError}>
        <Dialog open onOpenChange={(open) => !open && props.onClose()} title={m.letters_contact_edit()}>
          <ErrorNote
            title={sayFailure(found.error)}
            action={<Button onClick={() => void found.refetch()}>{m.ui_try_again()}</Button>}
          />
        </Dialog>
      </Match>
      <Match when={notifications() && found.data}>
        {(known) => (
          <Suspense>
            <PersonPreferences personId={props.personId} name={known().name} onClose={props.onClose} />
          </Suspense>
        )}
      </Match>
      <Match when={found.data}>
        {(known) => <Form known={known()} onNotifications={() => setNotifications(true)} onClose={props.onClose} />}
      </Match>
    </Switch>
  );
}

function Form(props: {
  known: Answers['directory']['contact'];
  onNotifications: () => void;
  onClose: () => void;
}): JSX.Element {
  const client = useQueryClient();
  const { personId, email, mobile, fax, street, postalCode, city } = props.known;
  const [value, setValue] = createSignal<Contact>({ email, mobile, fax, street, postalCode, city });
  const [tried, setTried] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<string>();
  const wrong = () => new Set(contact.safeParse(value()).error?.issues.map(({ path }) => path[0]) ?? []);
  const set = (field: keyof Contact) => (event: { currentTarget: HTMLInputElement }) =>
    setValue({ ...value(), [field]: event.currentTarget.value });
  const incomplete = (field: keyof Contact) => (tried() && wrong().has(field) ? m.letters_field_missing() : undefined);
  const submit = async () => {
    setTried(true);
    if (wrong().size > 0) return;
    setBusy(true);
    setError(undefined);
    try {
      await api.directory.setContact.mutate({ personId, ...value() });
      toast({ text: m.letters_contact_saved() });
      props.onClose();
    } catch (reason) {
      setError(sayFailure(reason));
    } finally {
      setBusy(false);
      void client.invalidateQueries({ queryKey: officeKey });
    }
  };
  return (
    <ActDialog
      title={m.letters_contact_title({ name: props.known.name })}
      submit={m.letters_save()}
      busy={busy()}
      error={error()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <TextField
        inputMode="email"
        label={m.deliveries_email()}
        optional
        maxLength={254}
        autocomplete="off"
        value={value().email}
        onInput={set('email')}
        error={tried() && wrong().has('email') ? m.deliveries_email_wrong() : undefined}
      />
      <TextField
        label={m.deliveries_mobile()}
        optional
        inputMode="tel"
        maxLength={40}
        value={value().mobile}
        onInput={set('mobile')}
        error={tried() && wrong().has('mobile') ? m.deliveries_mobile_wrong() : undefined}
      />
      <TextField
        label={m.letters_fax()}
        optional
        inputMode="tel"
        maxLength={40}
        value={value().fax}
        onInput={set('fax')}
        error={tried() && wrong().has('fax') ? m.letters_contact_fax_wrong() : undefined}
      />
      <p class="text-pretty text-muted">
        <Show when={!street && props.known.home} fallback={street ? undefined : m.letters_contact_homeless()}>
          {(home) => m.letters_contact_home({ address: `${home().street}, ${home().postalCode ?? ''} ${home().city}` })}
        </Show>
      </p>
      <TextField
        label={m.letters_street()}
        optional
        maxLength={80}
        value={value().street}
        onInput={set('street')}
        error={incomplete('street')}
      />
      <div class="grid grid-cols-[8rem_minmax(0,1fr)] items-start gap-3">
        <TextField
          label={m.letters_postal_code()}
          maxLength={12}
          value={value().postalCode}
          onInput={set('postalCode')}
          error={incomplete('postalCode')}
        />
        <TextField
          label={m.letters_city()}
          maxLength={60}
          value={value().city}
          onInput={set('city')}
          error={incomplete('city')}
        />
      </div>
      <div>
        <Button look="quiet" icon="bell" class="-ml-3.5" onClick={props.onNotifications}>
          {m.preferences_open()}
        </Button>
      </div>
    </ActDialog>
  );
}
