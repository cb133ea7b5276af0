import { type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { channels, type Person, person } from '../../../domain/person/person.ts';
import { type Problem, problemsBySchema } from '../../../domain/problem.ts';
import type { Checks } from '../../checks.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { sayChannel } from './words.ts';

/** The fields of a person, for those who say what is wrong beside them. */
export const personFields = Object.keys(person.shape);

/** What is wrong with a person that was typed. */
export const personProblems = (value: Person): Problem[] => problemsBySchema(person, value);

/** Who somebody is and how they are reached; `short` asks for no more than a newcomer has to say. */
export function PersonFields(props: {
  value: Person;
  onChange: (value: Person) => void;
  checks: Checks;
  short?: boolean;
  /** A firm is a firm: nobody is asked what they are. */
  fixedKind?: boolean;
}): JSX.Element {
  type Text = { [K in keyof Person]: Person[K] extends string ? K : never }[keyof Person];
  const field = (name: Text) => ({
    value: String(props.value[name]),
    onInput: (event: { currentTarget: HTMLInputElement }) =>
      props.onChange({ ...props.value, [name]: event.currentTarget.value }),
    error: props.checks.errorOf(name),
  });
  const firm = () => props.value.kind === 'company';
  return (
    <>
      <Show when={!props.fixedKind}>
        <RadioCards<Person['kind']>
          label={m.people_kind()}
          hideLabel
          columns={2}
          cards={[
            { value: 'natural', title: m.people_kind_natural() },
            { value: 'company', title: m.people_kind_company() },
          ]}
          value={props.value.kind}
          onChange={(kind) => props.onChange({ ...props.value, kind })}
        />
      </Show>
      <div class={firm() ? '' : 'grid grid-cols-2 items-start gap-3 max-sm:grid-cols-1'}>
        <Show when={!firm()}>
          <TextField label={m.people_given_name()} optional maxLength={80} autocomplete="off" {...field('givenName')} />
        </Show>
        <TextField
          label={firm() ? m.people_company_name() : m.people_family_name()}
          maxLength={120}
          autocomplete="off"
          {...field('familyName')}
        />
      </div>
      <Show when={!props.short}>
        <TextField
          label={m.people_other_names()}
          hint={m.people_other_names_hint()}
          optional
          maxLength={120}
          {...field('otherNames')}
        />
      </Show>
      <TextField
        label={m.people_email()}
        optional
        inputMode="email"
        maxLength={200}
        autocomplete="off"
        {...field('email')}
      />
      <div class="grid grid-cols-2 items-start gap-3 max-sm:grid-cols-1">
        <TextField label={m.people_phone()} optional inputMode="tel" maxLength={40} {...field('phone')} />
        <TextField label={m.people_mobile()} optional inputMode="tel" maxLength={40} {...field('mobile')} />
      </div>
      <Show when={!props.short}>
        <TextField label={m.people_fax()} optional inputMode="tel" maxLength={40} {...field('fax')} />
        <fieldset class="grid min-w-0 gap-3">
          <legend class="mb-1 font-semibold">{m.people_address()}</legend>
          <p class="text-sm text-muted">{firm() ? m.people_address_hint_firm() : m.people_address_hint()}</p>
          <TextField label={m.people_street()} optional maxLength={120} {...field('street')} />
          <div class="grid grid-cols-[8rem_minmax(0,1fr)] items-start gap-3">
            <TextField label={m.people_postal_code()} maxLength={12} {...field('postalCode')} />
            <TextField label={m.people_city()} maxLength={80} {...field('city')} />
          </div>
        </fieldset>
        <div class="grid grid-cols-2 items-start gap-3 max-sm:grid-cols-1">
          <Select
            label={m.people_channel()}
            value={props.value.channel}
            onChange={(channel) => props.onChange({ ...props.value, channel })}
            options={channels.map((value) => ({ value, label: sayChannel(value) }))}
          />
          <Select<Person['locale']>
            label={m.people_locale()}
            value={props.value.locale}
            onChange={(language) => props.onChange({ ...props.value, locale: language })}
            options={[
              { value: 'de', label: m.people_locale_de() },
              { value: 'en', label: m.people_locale_en() },
            ]}
          />
        </div>
        <Show when={!firm()}>
          <Checkbox
            label={m.people_share_phone()}
            hint={m.people_share_phone_hint()}
            checked={props.value.sharePhone}
            onChange={(sharePhone) => props.onChange({ ...props.value, sharePhone })}
          />
        </Show>
      </Show>
    </>
  );
}
