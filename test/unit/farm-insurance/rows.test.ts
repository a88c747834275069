import { describe, expect, it } from 'vitest';
import { CAUSES, LOSS_STATES, PAYOUT_STATES } from '../../../src/domains/farm-insurance/core/loss-rows.ts';
import * as loss from '../../../src/domains/farm-insurance/core/loss-failures.ts';
import * as subsidy from '../../../src/domains/farm-insurance/core/subsidy-failures.ts';
import { CLAIM_STATES } from '../../../src/domains/farm-insurance/core/subsidy-claim-row.ts';
import { BEARERS, LEVEL_WORDS } from '../../../src/domains/farm-insurance/core/levels.ts';

describe('words of the slice', () => {
  it('are each there once', () => {
    for (const words of [CAUSES, LOSS_STATES, PAYOUT_STATES, CLAIM_STATES, BEARERS])
      expect(new Set(words).size).toBe(words.length);
    expect(Object.keys(LEVEL_WORDS)).toEqual([...BEARERS]);
  });

  it('refuse with a code of the slice and one sentence', () => {
    const all = [
      ...[loss.lossMissing(), loss.sumUsedUp(), loss.notOwnCard(3), loss.unitsWanted(0), loss.unitsWanted(2)],
      ...[subsidy.notFunded(), subsidy.policyTwice(1), subsidy.nothingCorrected()],
    ];
    for (const { code, detail } of all) {
      expect(code).toMatch(/^farm-insurance\.[a-z-]+$/);
      expect(detail).toMatch(/。$/);
    }
    expect(loss.notOwnCard(3).errors[0]?.pointer).toBe('/lines/3/account_no');
  });
});
