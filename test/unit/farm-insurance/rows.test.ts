import { describe, expect, it } from 'vitest';
import { CAUSES, LOSS_STATES, PAYOUT_STATES } from '../../../src/domains/farm-insurance/core/loss-rows.ts';
import * as loss from '../../../src/domains/farm-insurance/core/loss-failures.ts';
import { yearWorkbook } from '../../../src/domains/farm-insurance/actions/year-workbook.ts';
import { policyListVersion } from '../../../src/domains/farm-insurance/core/policy-list.ts';
import type { WrittenCell } from '../../../src/platform/spreadsheet/spreadsheet.ts';
import { yearTableVersion } from '../../../src/domains/farm-insurance/core/year-table.ts';
import * as subsidy from '../../../src/domains/farm-insurance/core/subsidy-failures.ts';
import { CLAIM_STATES } from '../../../src/domains/farm-insurance/core/subsidy-claim-row.ts';
import { date } from '../../../src/kernel/date.ts';
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

describe('the list of a policy', () => {
  it('names whom the day it was signed knew: 贫困户 until 2020, 脱贫户／监测对象 from 2021', () => {
    const of = (day: string) => policyListVersion({ signed_on: date(day) });
    expect([of('2016-04-18'), of('2020-12-31'), of('2021-01-01')]).toEqual(['v1', 'v1', 'v2']);
  });
});

describe('the yearly table', () => {
  it('names whom its year knew, on paper and in the workbook', () => {
    expect([2020, 2021].map(yearTableVersion)).toEqual(['v1', 'v2']);
    const headings = (year: number) => {
      const { rows } = yearWorkbook({ county: '某县', year, on: date('2023-01-01'), rows: [] }, []);
      return [...(rows as Iterable<readonly WrittenCell[]>)].flat().flatMap((cell) => {
        const value = typeof cell === 'object' && cell !== null && 'value' in cell ? cell.value : cell;
        return typeof value === 'string' && value.includes('贫') ? [value] : [];
      });
    };
    expect(headings(2020)).toEqual(['其中贫困户', '贫困户']);
    expect(headings(2021)).toEqual(['其中脱贫户／监测对象', '脱贫户／监测对象']);
  });
});
