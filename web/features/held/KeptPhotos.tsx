import { type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { fileAddress } from '../../api.ts';
import { Button } from '../../ui/Button.tsx';
import { PhotoGrid } from '../../ui/PhotoGrid.tsx';

/** The photos of what was taken back, which go along again unless they are left out; nothing where there are none. */
export function KeptPhotos(props: { files: readonly string[]; onDrop: () => void }): JSX.Element {
  return (
    <Show when={props.files.length > 0}>
      <PhotoGrid photos={props.files.map((id) => ({ src: fileAddress(id, 1600), thumb: fileAddress(id, 400) }))} />
      <Button look="quiet" type="button" onClick={() => props.onDrop()}>
        {m.held_drop_photos()}
      </Button>
    </Show>
  );
}
