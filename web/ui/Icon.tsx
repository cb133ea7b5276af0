import type { JSX } from 'solid-js';

// Drawn on a grid of 20 with a stroke of 1.5, round ends.
const paths = {
  inbox:
    'M3.5 11.5 5.2 4.9A1.2 1.2 0 0 1 6.4 4h7.2a1.2 1.2 0 0 1 1.2.9l1.7 6.6v3.3a1.2 1.2 0 0 1-1.2 1.2H4.7a1.2 1.2 0 0 1-1.2-1.2zM3.5 11.5h3.7l1 1.9h3.6l1-1.9h3.7',
  list: 'M4 5.5h12M4 10h8M4 14.5h10',
  calendar:
    'M4.7 5h10.6c.7 0 1.2.5 1.2 1.2v9.1c0 .7-.5 1.2-1.2 1.2H4.7c-.7 0-1.2-.5-1.2-1.2V6.2C3.5 5.5 4 5 4.7 5zM3.5 8.8h13M7 3.2V6M13 3.2V6',
  document: 'M11.5 3.5H6.2C5.5 3.5 5 4 5 4.7v10.6c0 .7.5 1.2 1.2 1.2h7.6c.7 0 1.2-.5 1.2-1.2V7zM11.5 3.5V7H15',
  check: 'm4 10.5 4 4 8-8.5',
  board: 'M4 4h3.5v12H4zM8.8 4h3.2v8H8.8zM13.2 4H16v5h-2.8z',
  building: 'M4 16.5V8l6-4.5L16 8v8.5zM8 16.5V12h4v4.5',
  person: 'M10 10a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 10 10zM4 17c.3-3 2.6-4.8 6-4.8s5.7 1.8 6 4.8',
  people:
    'M7.5 9.5a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM2.5 16c.3-2.7 2.1-4.2 5-4.2s4.7 1.5 5 4.2M13 4.2a2.7 2.7 0 0 1 0 5.1M14.5 12c1.8.5 2.8 1.9 3 4',
  chart: 'M3.5 16.5h13M5.5 16.5v-5M10 16.5v-12M14.5 16.5V8.5',
  search: 'M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM13 13l4 4',
  menu: 'M3.5 6h13M3.5 10h13M3.5 14h13',
  close: 'm5 5 10 10M15 5 5 15',
  chevronDown: 'm5.5 8 4.5 4.5L14.5 8',
  chevronLeft: 'M12 5.5 7.5 10l4.5 4.5',
  chevronRight: 'M8 5.5 12.5 10 8 14.5',
  plus: 'M10 4.5v11M4.5 10h11',
  camera:
    'M3.5 7.2c0-.7.5-1.2 1.2-1.2H7l1-1.7h4L13 6h2.3c.7 0 1.2.5 1.2 1.2v7.6c0 .7-.5 1.2-1.2 1.2H4.7c-.7 0-1.2-.5-1.2-1.2zM10 13.5a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4z',
  gear: 'M10 12.6a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2zM10 2.8v2M10 15.2v2M17.2 10h-2M4.8 10h-2M15.1 4.9l-1.4 1.4M6.3 13.7l-1.4 1.4M15.1 15.1l-1.4-1.4M6.3 6.3 4.9 4.9',
  phone:
    'M5 3.5h2.5L9 7 7.3 8.2a9 9 0 0 0 4.5 4.5L13 11l3.5 1.5V15c0 .9-.7 1.6-1.6 1.5C8.9 16 4 11.1 3.5 5.1 3.4 4.2 4.1 3.5 5 3.5z',
  mail: 'M4.2 5h11.6c.4 0 .7.3.7.7v8.6c0 .4-.3.7-.7.7H4.2a.7.7 0 0 1-.7-.7V5.7c0-.4.3-.7.7-.7zM3.7 5.8 10 10.5l6.3-4.7',
  place: 'M10 17s5-4.3 5-8.5a5 5 0 0 0-10 0C5 12.7 10 17 10 17zM10 10.3a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z',
  clock: 'M10 16.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM10 6.5V10l2.5 1.5',
  alert: 'M10 3.5 17 16H3zM10 8.5v3.2M10 13.7v.1',
  info: 'M10 16.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM10 9.5v3.7M10 6.8v.1',
  undo: 'M4.5 8h7a4 4 0 0 1 0 8H8M4.5 8l3-3M4.5 8l3 3',
  more: 'M5 10h.1M10 10h.1M15 10h.1',
  offline:
    'M3 3l14 14M6.5 11.5a5 5 0 0 1 2.8-1.4M13.5 11.5a5 5 0 0 0-1-.7M4 8.8a9 9 0 0 1 2.7-1.7M16 8.8A9 9 0 0 0 9.5 6.3M10 14.7v.1',
  lock: 'M5.7 9h8.6c.4 0 .7.3.7.7v5.6c0 .7-.5 1.2-1.2 1.2H6.2c-.7 0-1.2-.5-1.2-1.2V9.7c0-.4.3-.7.7-.7zM7 9V6.5a3 3 0 0 1 6 0V9',
  wrench: 'M12.7 3.7a4 4 0 0 0-4.9 5.1L3.7 13a2.3 2.3 0 0 0 3.3 3.3l4.2-4.1a4 4 0 0 0 5.1-4.9l-2.5 2.5-2.5-.6-.6-2.5z',
  trash: 'M4 6h12M8 6V4h4v2M5.5 6l.7 10h7.6l.7-10M8.5 9v4.5M11.5 9v4.5',
  bell: 'M5.5 14V9a4.5 4.5 0 0 1 9 0v5l1.5 0H4zM8.5 16.5h3',
  key: 'M7 13.5a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.6zM10.3 10.2H17v3M14 10.2v2',
  signOut: 'M8 4H5.2C4.5 4 4 4.5 4 5.2v9.6c0 .7.5 1.2 1.2 1.2H8M12.5 13.5 16 10l-3.5-3.5M16 10H8',
  filter: 'M3.5 5h13L11.5 11v4.5l-3 1V11z',
  send: 'M16.5 3.5 9 11M16.5 3.5 12 16.5 9 11 3.5 8z',
  external:
    'M11.5 4H16v4.5M16 4l-7 7M14 11.5v3.3c0 .7-.5 1.2-1.2 1.2H5.2c-.7 0-1.2-.5-1.2-1.2V7.2C4 6.5 4.5 6 5.2 6h3.3',
  drop: 'M10 3.2s-4.6 5-4.6 8.6a4.6 4.6 0 0 0 9.2 0C14.6 8.2 10 3.2 10 3.2zM7.8 12a2.2 2.2 0 0 0 2 2.2',
  heat: 'M5.5 5v10.5M10 5v10.5M14.5 5v10.5M3.5 7h13M3.5 13.5h13',
  bolt: 'M11.2 3 5 11.2h4.2L8.8 17 15 8.8h-4.2z',
  lift: 'M4.7 3.5h10.6v13H4.7zM10 3.5v13M7 8.2l.9-1 .9 1M11.3 11.3l.9 1 .9-1',
  window: 'M4.5 3.5h11v13h-11zM10 3.5v13M4.5 10h11',
  spots: 'M6 7.5h.1M9 5.2h.1M8.6 9.5h.1M12.5 6.5h.1M12 10.5h.1M15 9h.1M6 12.5h.1M10 14h.1M14 14h.1',
  broom: 'M14.5 3.5 9.8 9.3M7 9l5.2 4.2-1.3 3.3H3.8zM7 16.2l1.2-2.6',
  tree: 'M10 16.8v-5M10 11.8c-3 0-5-1.7-5-4.3S7.2 3.2 10 3.2s5 1.7 5 4.3-2 4.3-5 4.3zM10 9.5l1.8-1.6M7 16.8h6',
  question: 'M10 16.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM8.1 8.2A2 2 0 0 1 12 8.6c0 1.5-2 1.7-2 3M10 13.6v.1',
  photo:
    'M4.7 4h10.6c.7 0 1.2.5 1.2 1.2v9.6c0 .7-.5 1.2-1.2 1.2H4.7c-.7 0-1.2-.5-1.2-1.2V5.2C3.5 4.5 4 4 4.7 4zM3.5 13.5 7.5 10l3 2.5 2.5-2 3.5 3M7.5 7.7v.1',
} as const;

export type IconName = keyof typeof paths;

/** A drawn sign; without `label` it only repeats what words beside it say, and is hidden from those who listen. */
export function Icon(props: { name: IconName; size?: 16 | 20 | 24; label?: string; class?: string }): JSX.Element {
  return (
    <svg
      viewBox="0 0 20 20"
      width={props.size ?? 20}
      height={props.size ?? 20}
      class={`shrink-0 ${props.class ?? ''}`}
      fill="none"
      stroke="currentColor"
      stroke-width={props.name === 'more' || props.name === 'spots' ? 2.5 : 1.5}
      stroke-linecap="round"
      stroke-linejoin="round"
      role={props.label ? 'img' : undefined}
      aria-label={props.label}
      aria-hidden={props.label ? undefined : 'true'}
    >
      <path d={paths[props.name]} />
    </svg>
  );
}
