import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BEARING,
  bearLoss,
  restoreLoss,
  type Borne,
} from '../../../src/domains/mutual-aid/core/bear-loss.ts';
import { lossTooLarge, overdueTooShort } from '../../../src/domains/mutual-aid/core/write-off-failures.ts';
import { addFen, fen } from '../../../src/kernel/money.ts';

const held = { risk: 67_20n, reserve: 201_60n, gift: 1_000_00n, grant: 50_000_00n };

describe('bearLoss', () => {
  it('takes the risk reserve first, fiscal money last', () => {
    expect(bearLoss(held, fen(60_00n))).toEqual({ risk: 60_00n, reserve: 0n, gift: 0n, grant: 0n });
    expect(bearLoss(held, fen(6_000_00n))).toEqual({
      ...{ risk: 67_20n, reserve: 201_60n, gift: 1_000_00n, grant: 4_731_20n },
    });
  });

  it('bears no more than there is, and says how much that is', () => {
    expect(bearLoss(held, fen(51_268_80n))).toEqual(held);
    expect(bearLoss(held, fen(51_268_81n))).toBeNull();
    expect(lossTooLarge(fen(51_268_80n)).detail).toContain('51,268.80');
    expect(overdueTooShort(6).detail).toContain('6 个月');
  });
});

describe('restoreLoss', () => {
  const borne = bearLoss(held, fen(6_000_00n)) as Borne;
  const amounts = fc.array(fc.bigInt({ min: 1n, max: 2_000_00n }), { minLength: 1, maxLength: 8 });

  it('makes fiscal money whole first, and whoever bore it to the fen in the end', () => {
    fc.assert(
      fc.property(amounts, (parts) => {
        let back = fen(0n);
        const restored = { grant: 0n, gift: 0n, reserve: 0n };
        for (const part of [...parts, 6_000_00n]) {
          const now = part < 6_000_00n - back ? fen(part) : fen(6_000_00n - back);
          const step = restoreLoss(borne, back, now);
          for (const name of ['grant', 'gift', 'reserve'] as const) restored[name] += step[name];
          back = addFen(back, now);
          if (restored.gift > 0n) expect(restored.grant).toBe(borne.grant);
          if (restored.reserve > 0n) expect(restored.gift).toBe(borne.gift);
        }
        expect(restored).toEqual({ grant: borne.grant, gift: borne.gift, reserve: borne.reserve });
      }),
    );
  });

  it('names who bears in one order', () => {
    expect(BEARING).toEqual(['risk', 'reserve', 'gift', 'grant']);
  });
});
