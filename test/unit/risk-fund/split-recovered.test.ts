import { describe, expect, it } from 'vitest';
import { splitRecovered } from '../../../src/domains/risk-fund/core/split-recovered.ts';
import { fen } from '../../../src/kernel/money.ts';

const row = (path: string, amount: bigint, recovered = 0n, settled: bigint | null = null) => ({
  ...{ path, amount_fen: fen(amount), recovered_fen: fen(recovered) },
  settled_fen: settled === null ? null : fen(settled),
});
const split = (...rows: ReturnType<typeof row>[]) =>
  splitRecovered(rows).map(({ recovered_fen: recovered }) => recovered);

describe('what came back for a bearer, inside its part', () => {
  it('is split level by level, to the fen', () => {
    const [county, township, village] = [row('1.1', 50n), row('1.2', 30n), row('1.3', 20n)];
    expect(split(row('1', 100n, 33n), county, township, village, row('2', 40n, 7n))).toEqual([
      ...[33n, 16n, 10n, 7n],
      7n,
    ]);
    expect(split(row('1', 9n, 5n), row('1.1', 9n), row('1.1.1', 6n), row('1.1.2', 3n))).toEqual([
      5n,
      5n,
      3n,
      2n,
    ]);
  });

  it('never exceeds what anybody bears, and all are whole together', () => {
    for (let back = 0n; back <= 100n; back += 1n) {
      const parts = split(row('1', 100n, back), row('1.1', 47n), row('1.2', 47n), row('1.3', 6n));
      const inside = parts.slice(1);
      expect(inside.reduce((sum, part) => sum + part, 0n)).toBe(back);
      inside.forEach((part, index) => {
        expect(part <= [47n, 47n, 6n][index]!).toBe(true);
      });
    }
  });

  it('goes by what each bears in the end, and by nothing where that is nothing', () => {
    expect(split(row('1', 10n, 4n, 8n), row('1.1', 5n, 0n, 8n), row('1.2', 5n, 0n, 0n))).toEqual([
      4n,
      4n,
      0n,
    ]);
    expect(split(row('1', 0n), row('1.1', 0n))).toEqual([0n, 0n]);
  });
});
