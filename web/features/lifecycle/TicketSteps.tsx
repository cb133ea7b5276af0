import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Stepper } from '../../ui/Stepper.tsx';

const order = ['reported', 'ordered', 'appointment', 'done'] as const;
export type TicketStep = (typeof order)[number];

/** The four steps that a resident sees: Gemeldet, Beauftragt, Termin, Erledigt. */
export function TicketSteps(props: { at: TicketStep; class?: string }): JSX.Element {
  const steps = () => [
    m.lifecycle_step_reported(),
    m.lifecycle_step_ordered(),
    m.lifecycle_step_appointment(),
    m.lifecycle_step_done(),
  ];
  return <Stepper steps={steps()} current={order.indexOf(props.at)} class={props.class} />;
}
