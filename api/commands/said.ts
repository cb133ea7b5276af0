import { z } from 'zod';

/** A text that people write: at most 5,000 characters. */
export const words = z.string().trim().max(5_000);

/** Files that hang on an act. */
export const fileIds = z.array(z.uuid()).max(12).default([]);
