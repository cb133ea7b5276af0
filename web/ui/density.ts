import { createContext, useContext } from 'solid-js';

/** `desk`: 36 px controls, 14 px type. `phone`: 50 px controls, 16 px type, for residents and link pages. */
export type Density = 'desk' | 'phone';

/** Set by the shells, so that a part has the right size without being told. */
export const DensityContext = createContext<Density>('desk');

/** The density of the shell around a part. */
export const useDensity = (): Density => useContext(DensityContext);
