import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHAIN_START, chainText, type ChainedEntry } from '../../../src/domains/audit/core/chain.ts';

const entry: ChainedEntry = {
  id: 1n,
  at: '2026-11-23T00:00:00.000000',
  requestId: 'r-1',
  accountId: 2n,
  personId: null,
  role: 'auditor',
  countyCode: '620102',
  act: 'loan.registered',
  subjectKind: 'loan',
  subjectId: '9',
  before: null,
  after: '{"a": 1}',
};

describe('chainText', () => {
  it('changes with every column and with the seal before', () => {
    const others: ChainedEntry[] = [
      { ...entry, id: 2n },
      { ...entry, at: '2026-11-23T00:00:00.000001' },
      { ...entry, requestId: 'r-2' },
      { ...entry, accountId: null },
      { ...entry, personId: 2n },
      { ...entry, role: 'system' },
      { ...entry, countyCode: null },
      { ...entry, act: 'loan.approved' },
      { ...entry, subjectKind: 'loans' },
      { ...entry, subjectId: '10' },
      { ...entry, before: '{"a": 1}' },
      { ...entry, after: null },
    ];
    const texts = [entry, ...others].map((each) => chainText(CHAIN_START, each));
    expect(new Set([...texts, chainText('f'.repeat(64), entry)]).size).toBe(others.length + 2);
    expect(others).toHaveLength(Object.keys(entry).length);
  });

  it('cannot be made equal by moving text from one column to the next', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (a, b, c, d) => {
        fc.pre(a !== c || b !== d);
        const first = chainText(CHAIN_START, { ...entry, subjectKind: a, subjectId: b });
        return first !== chainText(CHAIN_START, { ...entry, subjectKind: c, subjectId: d });
      }),
    );
  });
});
