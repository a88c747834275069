import { describe, expect, it } from 'vitest';
import { date } from '../../../src/kernel/date.ts';
import { faultOfLine, type LineFigures } from '../../../src/domains/inspection/core/compare-lines.ts';

const line: LineFigures = {
  periodFrom: date('2016-09-21'),
  periodTo: date('2016-12-21'),
  days: 91,
  principal: 5_000_000n,
  subsidisedPrincipal: 5_000_000n,
  annualPercent: 47_500,
  subsidyPercent: 47_500,
  ratioPercent: 1_000_000,
  interest: 60_035n,
  penalty: 0n,
  subsidy: 60_035n,
  excluded: null,
  slices: null,
};

describe('comparing a stored line with the recomputed one', () => {
  it('accepts the same figures', () => {
    expect(faultOfLine(line, { ...line })).toBeNull();
  });

  it.each([
    ['interest', { interest: 60_036n }],
    ['subsidy', { subsidy: 60_034n }],
    ['penalty', { penalty: 1n }],
    ['principal', { principal: 5_000_001n }],
    ['contract rate', { annualPercent: 47_501 }],
    ['subsidised rate', { subsidyPercent: 43_500 }],
    ['ratio', { ratioPercent: 500_000 }],
  ])('tells other money: %s', (_name, change) => {
    expect(faultOfLine({ ...line, ...change }, line)).toBe('amounts');
  });

  it.each([
    ['start', { periodFrom: date('2016-09-20') }],
    ['end', { periodTo: date('2016-12-20') }],
    ['length', { days: 90 }],
    ['base', { subsidisedPrincipal: 0n }],
    ['reason', { excluded: 'overdue' }],
  ])('tells other days: %s', (_name, change) => {
    expect(faultOfLine({ ...line, ...change }, line)).toBe('days');
  });

  it('looks into the slices, whose amounts the database gives back as text', () => {
    const slice = { from: date('2016-09-21'), to: date('2016-10-01'), days: 10, excluded: null };
    const stored = { ...line, slices: [{ ...slice, subsidisedPrincipal: '5000000' }] };
    const right = { ...line, slices: [{ ...slice, subsidisedPrincipal: 5_000_000n }] };
    expect(faultOfLine(stored, right)).toBeNull();
    expect(
      faultOfLine({ ...stored, slices: [{ ...slice, days: 11, subsidisedPrincipal: '5000000' }] }, right),
    ).toBe('days');
    expect(faultOfLine({ ...stored, slices: null }, right)).toBe('days');
  });

  it('lets an upheld objection take the subsidy and nothing else', () => {
    const objected = { ...line, excluded: 'objection', subsidy: 0n };
    expect(faultOfLine(objected, line)).toBeNull();
    expect(faultOfLine({ ...objected, interest: 0n }, line)).toBe('amounts');
    expect(faultOfLine({ ...objected, subsidy: 1n }, line)).toBe('amounts');
    expect(faultOfLine(objected, { ...line, excluded: 'overdue', subsidy: 0n })).toBe('days');
  });
});
