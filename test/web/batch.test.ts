import { describe, expect, it } from 'vitest';
import { isOffered } from '../../web/src/batch/offered.ts';
import { firstSeed, sampleRemark, seedAfter } from '../../web/src/batch/sample.ts';
import { sharesOf } from '../../web/src/batch/shares.ts';
import { statesOf } from '../../web/src/desk/act-states.ts';
import { operations } from '../../web/src/api/operations.ts';
import { PHRASES } from '../../web/src/words/phrases.ts';

const flow = (act: string, role: string, decided = false) =>
  ({ next_step: { act, role }, decided_by_me: decided }) as Parameters<typeof isOffered>[1];

describe('the acts of a batch', () => {
  it('are offered to the post whose turn it is', () => {
    const review = flow('review', 'finance_reviewer');
    expect(isOffered('reviewSubsidyClaim', review, 'finance_reviewer')).toBe(true);
    expect(isOffered('reviewSubsidyClaim', review, 'county_office')).toBe(false);
    expect(isOffered('approveSubsidyClaim', review, 'finance_approver')).toBe(false);
    expect(isOffered('returnSubsidyClaim', review, 'county_office')).toBe(true);
    // may submit claims, though not the bank's
    expect(isOffered('submitSubsidyClaim', flow('submit', 'bank_officer'), 'county_office')).toBe(false);
  });

  it('are not offered to who took a step of the round, but for posting and paying again', () => {
    expect(
      isOffered('approveSubsidyClaim', flow('approve', 'finance_approver', true), 'finance_approver'),
    ).toBe(false);
    expect(
      isOffered('returnSubsidyClaim', flow('approve', 'finance_approver', true), 'finance_approver'),
    ).toBe(false);
    expect(isOffered('postSubsidyNotice', flow('post', 'county_office', true), 'county_office')).toBe(true);
    expect(isOffered('instructCorrectedPayments', flow('answer', 'finance_payer', true), 'x')).toBe(true);
  });
});

describe('a sample', () => {
  it('begins with a seed of the list, and goes on from one to the next', () => {
    expect(firstSeed('9c7dfc21'.repeat(8), '5')).toBe('9c7dfc21-1');
    expect(firstSeed(null, '5')).toBe('5-1');
    expect(seedAfter('9c7dfc21-9')).toBe('9c7dfc21-10');
  });

  it('says nothing where nothing was looked at, and never more than a remark holds', () => {
    const contracts = Array.from({ length: 50 }, (_, at) => `会农信借2016-${at}`);
    expect(sampleRemark({ seed: 'k-1', contracts, seen: [] })).toBeUndefined();
    expect(sampleRemark({ seed: 'k-1', contracts, seen: ['会农信借2016-7', 'gone'] })).toBe(
      '抽查 50 笔，种子 k-1，已看 1 笔：会农信借2016-7',
    );
    expect(sampleRemark({ seed: 'k-1', contracts, seen: contracts })).toHaveLength(200);
  });
});

describe('the money of a batch', () => {
  const funding = (changes: object) =>
    ({
      ...{ funding: 'none', spent: '200.00', reserved: '100.00', ahead: '0.00', subsidy: '300.00' },
      ...{ remains: '400.00', ...changes },
    }) as Parameters<typeof sharesOf>[0];
  const fen = (changes: object, paid = '0.00') =>
    Object.fromEntries(sharesOf(funding(changes), paid).map((share) => [share.name, share.fen]));

  it('is drawn to its share of the whole', () => {
    const shares = sharesOf(funding({}), '0.00');
    expect(shares.map(({ percent }) => percent)).toEqual([20, 10, 0, 30, 40]);
  });

  it('counts no fen twice once the batch is reserved, or paid', () => {
    const reserved = { funding: 'reserved', reserved: '400.00' };
    expect(fen(reserved)).toMatchObject({ spent: 20000n, reserved: 10000n, here: 30000n });
    const paid = { funding: 'reserved', spent: '500.00' };
    expect(fen(paid, '300.00')).toMatchObject({ spent: 20000n, reserved: 10000n, here: 30000n });
  });

  it('names what lacks', () => {
    expect(fen({ remains: '-7.00' })).toMatchObject({ free: 0n, missing: 700n });
  });
});

it('offers phrases for fields that acts have, short enough for them', () => {
  for (const [act, { field, texts }] of Object.entries(PHRASES)) {
    const schema = operations[act]?.body?.properties?.[field];
    expect(schema, `${act}.${field}`).toBeDefined();
    for (const text of texts) expect(text.length).toBeLessThanOrEqual(schema?.maxLength ?? 0);
    expect(statesOf(act)).not.toBeNull();
  }
});
