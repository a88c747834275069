import { expect, it } from 'vitest';
import { loanOfVillage, ofVillage } from '../../../src/domains/loan/core/village.ts';
import { placeOf } from '../../../src/kernel/region-code.ts';

it('narrows rows to the households of a village, and to no other place', () => {
  const village = placeOf('620422101205');
  for (const condition of [ofVillage('t.household_id', village), loanOfVillage('t.id', village)]) {
    expect(condition?.values).toEqual(['620422', '620422101', '620422101205']);
    expect(condition?.text.match(/\?/g)).toHaveLength(3);
  }
  expect(ofVillage('t.household_id', placeOf('620422101000'))).toBeNull();
  expect(loanOfVillage('t.id', undefined)).toBeNull();
});
