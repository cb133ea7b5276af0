import { create } from 'qrcode';
import type { JSX } from 'solid-js';

/** A QR code, dark on light in both themes: cameras expect it so. */
export function QrCode(props: { text: string; label: string; class?: string }): JSX.Element {
  const modules = () => create(props.text, { errorCorrectionLevel: 'M' }).modules;
  const path = () => {
    const { size, data } = modules();
    return Array.from(data, (dark, at) => (dark ? `M${at % size} ${Math.floor(at / size)}h1v1h-1z` : '')).join('');
  };
  return (
    <svg
      role="img"
      aria-label={props.label}
      viewBox={`-3 -3 ${modules().size + 6} ${modules().size + 6}`}
      class={`rounded-xl border border-line ${props.class ?? 'size-52'}`}
      shape-rendering="crispEdges"
    >
      <rect x="-3" y="-3" width="100%" height="100%" fill="#fff" />
      <path d={path()} fill="#000" />
    </svg>
  );
}
