import { m } from '../../../.build/i18n/messages.js';
import type { WorkspaceState } from '../../../domain/workspace.ts';
import type { Tone } from '../../ui/tones.ts';

/** How a company's state is said and coloured. */
export const states: Record<WorkspaceState, { say: () => string; tone: Tone }> = {
  creating: { say: () => m.installation_state_creating(), tone: 'others' },
  active: { say: () => m.installation_state_active(), tone: 'done' },
  suspended: { say: () => m.installation_state_suspended(), tone: 'us' },
  failed: { say: () => m.installation_state_failed(), tone: 'late' },
  moving: { say: () => m.installation_state_moving(), tone: 'others' },
  deleting: { say: () => m.installation_state_deleting(), tone: 'late' },
};
