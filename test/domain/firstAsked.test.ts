import { describe, expect, it } from 'vitest';
import { type Asked, firstAsked } from '../../domain/property/firstAsked.ts';

const firm = (name: string, given: Partial<Asked> = {}) => ({
  name,
  trades: ['plumbing'],
  districts: [],
  preferred: [],
  openOrders: 0,
  ...given,
});
const at = (firms: ReturnType<typeof firm>[], trade: string | undefined = 'plumbing') =>
  firstAsked(firms, { trade, postalCode: '70173' }).map(({ name }) => name);

describe('the firms for a matter', () => {
  it('begin with those that the property prefers for the trade, in its order, however busy', () => {
    const firms = [
      firm('idle'),
      firm('second', { preferred: [{ trade: 'plumbing', rank: 1 }] }),
      firm('first', { preferred: [{ trade: 'plumbing', rank: 0 }], openOrders: 9, districts: ['10'] }),
      firm('for electrics', { preferred: [{ trade: 'electrics', rank: 0 }], openOrders: 1 }),
    ];
    expect(at(firms)).toEqual(['first', 'second', 'idle', 'for electrics']);
  });

  it('go on with those of the trade that come there, then those from elsewhere, then the others', () => {
    const firms = [
      firm('painter', { trades: ['painting'] }),
      firm('from Berlin', { districts: ['10', '12'] }),
      firm('busy', { openOrders: 4 }),
      firm('of the town', { districts: ['701'], openOrders: 2 }),
    ];
    expect(at(firms)).toEqual(['of the town', 'busy', 'from Berlin', 'painter']);
  });

  it('without a known trade begin with whom the property prefers for anything', () => {
    const firms = [firm('near'), firm('wished', { preferred: [{ trade: 'roofing', rank: 2 }], openOrders: 7 })];
    expect(firstAsked(firms, { trade: undefined, postalCode: '70173' }).map(({ name }) => name)).toEqual([
      'wished',
      'near',
    ]);
  });
});
