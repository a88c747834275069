import { describe, expect, it } from 'vitest';
import {
  checkChange,
  latestMaturity,
  type ChangeFacts,
} from '../../../src/domains/loan/core/check-change.ts';
import { checkFields } from '../../../src/domains/loan/core/change-fields.ts';
import { changeConfirmed } from '../../../src/domains/loan/core/events.ts';
import { eventsOfChange } from '../../../src/domains/loan/core/events-of-change.ts';
import {
  CHANGE_KINDS,
  mayDecide,
  mayPropose,
  type ProposedChange,
} from '../../../src/domains/loan/core/loan-change.ts';
import { date } from '../../../src/kernel/date.ts';

const facts: ChangeFacts = {
  state: 'disbursed',
  disbursedOn: date('2016-01-15'),
  maturesOn: date('2018-01-15'),
  closedOn: null,
  subsidyFrom: null,
  entitled: true,
  termMonths: 24,
  maxTermMonths: 36,
  extensionsDone: 0,
  lastExtendedOn: null,
  annualPercent: 47_500,
  ceilingPercent: 47_500,
  heir: null,
  payment: null,
  otherOpenLoans: 0,
  call: null,
  undoneOn: null,
  studiesEndOn: null,
  terms: {
    extensionCount: 1,
    extensionSubsidised: true,
    rateReset: 'anniversary',
    deathEffect: 'novation_or_stop',
    misuseRecovers: true,
    ageMin: 18,
    studyLimitMonths: null,
  },
  proposedOn: date('2017-12-20'),
  today: date('2017-12-20'),
};

const empty = {
  ...{ documentNo: null, maturesOn: null, annualPercent: null, rateBasis: null, heirId: null },
  ...{ entitlement: null, studiesTurn: null, studiesEndOn: null },
};
const extension: ProposedChange = {
  ...empty,
  kind: 'extension',
  onDate: date('2017-12-20'),
  reason: '牛未出栏',
  maturesOn: date('2019-01-15'),
};
const rate: ProposedChange = {
  ...empty,
  kind: 'rate_change',
  onDate: date('2017-12-01'),
  reason: '按文件下调',
  annualPercent: 43_500,
  rateBasis: 'order',
  documentNo: '某发〔2017〕1号',
};
const misuse: ProposedChange = { ...empty, kind: 'misuse', onDate: date('2017-10-01'), reason: '用于建房' };
const entitlement: ProposedChange = {
  ...empty,
  kind: 'entitlement',
  onDate: date('2017-10-01'),
  reason: '信访核查',
  entitlement: 'lost',
};
const death: ProposedChange = { ...empty, kind: 'death', onDate: date('2017-10-01'), reason: '借款人去世' };

const studies: ProposedChange = {
  ...empty,
  kind: 'studies',
  onDate: date('2017-10-01'),
  reason: '考取研究生',
  studiesTurn: 'further_study',
  studiesEndOn: date('2018-01-01'),
};

const code = (change: ProposedChange, known: Partial<ChangeFacts> = {}): string | null =>
  checkChange({ ...facts, ...known }, change)?.code ?? null;

describe('展期', () => {
  it.each<[string | null, Partial<ChangeFacts>, Partial<ProposedChange>]>([
    [null, {}, {}],
    [null, {}, { maturesOn: date('2018-01-16') }],
    ['loan.extension-over-term', {}, { maturesOn: date('2019-01-16') }],
    ['loan.extension-over-term', { maxTermMonths: 24 }, { maturesOn: date('2018-01-16') }],
    ['loan.extension-not-later', {}, { maturesOn: date('2018-01-15') }],
    ['loan.extension-used', { extensionsDone: 1 }, {}],
    ['loan.extension-used', { terms: { ...facts.terms, extensionCount: 0 } }, {}],
    ['loan.extension-after-maturity', { today: date('2018-01-15') }, { onDate: date('2018-01-15') }],
    [
      'loan.extension-after-maturity',
      { today: date('2018-01-15'), proposedOn: date('2018-01-15') },
      { onDate: date('2018-01-14') },
    ],
    // asked for in time, confirmed after the maturity
    [null, { today: date('2018-01-20') }, {}],
    ['loan.future-date', {}, { onDate: date('2017-12-21') }],
    ['loan.before-disbursement', {}, { onDate: date('2016-01-14') }],
    // a paid day is corrected; one settled before the ledger was taken over is not ours
    [null, {}, { onDate: date('2017-09-20') }],
    ['loan.period-paid', { subsidyFrom: date('2017-09-21') }, { onDate: date('2017-09-20') }],
    ['loan.wrong-state', { state: 'closed', closedOn: date('2017-12-01') }, {}],
    ['loan.wrong-state', { state: 'signed', disbursedOn: null, maturesOn: null }, {}],
    [
      'loan.extension-out-of-order',
      {
        extensionsDone: 1,
        lastExtendedOn: date('2017-12-10'),
        terms: { ...facts.terms, extensionCount: 2 },
      },
      { onDate: date('2017-12-09') },
    ],
  ])('is answered %s', (expected, known, change) => {
    expect(code({ ...extension, ...change }, known)).toBe(expected);
  });

  it('names the last day there is room for, in Chinese', () => {
    expect(latestMaturity(date('2016-02-29'), 36)).toBe('2019-02-28');
    const refusal = checkChange(facts, { ...extension, maturesOn: date('2020-01-15') });
    expect(refusal?.detail).toContain('2019年1月15日');
    expect(refusal?.facts).toEqual({ latest_on: '2019-01-15' });
  });

  it('ends the subsidy where the terms do not subsidise the extended days', () => {
    const effects = {
      deathEffect: 'stop',
      maturesOn: date('2018-01-15'),
      stoppedByDeath: false,
      misuseFrom: date('2017-10-01'),
    } as const;
    expect(eventsOfChange(extension, { ...effects, extensionSubsidised: true })).toEqual([
      { kind: 'extended', on_date: '2017-12-20', matures_on: '2019-01-15' },
    ]);
    expect(eventsOfChange(extension, { ...effects, extensionSubsidised: false })[1]).toEqual({
      kind: 'eligibility_lost',
      on_date: '2018-01-15',
    });
  });
});

describe('利率调整', () => {
  const byRule: Partial<ProposedChange> = { rateBasis: 'rule', documentNo: null };
  const janFirst = { terms: { ...facts.terms, rateReset: 'jan_1' as const } };
  it.each<[string | null, Partial<ChangeFacts>, Partial<ProposedChange>]>([
    [null, {}, {}],
    ['loan.rate-unchanged', {}, { annualPercent: 47_500 }],
    ['loan.rate-above-ceiling', {}, { annualPercent: 47_501 }],
    [null, { ceilingPercent: null }, { annualPercent: 90_000 }],
    ['loan.not-a-reset-day', {}, byRule],
    [null, {}, { ...byRule, onDate: date('2017-01-15') }],
    ['loan.not-a-reset-day', {}, { ...byRule, onDate: date('2016-01-15') }],
    [null, janFirst, { ...byRule, onDate: date('2017-01-01') }],
    ['loan.not-a-reset-day', janFirst, { ...byRule, onDate: date('2017-01-15') }],
    ['loan.rate-fixed', { terms: { ...facts.terms, rateReset: 'fixed_at_signing' } }, byRule],
    ['loan.rate-fixed', { termMonths: 12 }, byRule],
  ])('is answered %s', (expected, known, change) => {
    expect(code({ ...rate, ...change }, known)).toBe(expected);
  });
});

describe('挪用、死亡', () => {
  it('stop the subsidy on their day, also of days of a loan since repaid', () => {
    const closed = { state: 'closed', closedOn: date('2017-10-02') } as const;
    expect([code(misuse), code(misuse, closed), code(death)]).toEqual([null, null, null]);
    expect(code(misuse, { ...closed, closedOn: date('2017-10-01') })).toBe('loan.wrong-state');
  });

  it('let an heir of the household take the debt over where the terms allow it', () => {
    const heir = { belongs: true, birthDate: date('1999-10-01') };
    const novation = { ...death, heirId: 7n };
    expect(code(novation, { heir })).toBeNull();
    expect(code(novation, { heir: { ...heir, birthDate: date('1999-10-02') } })).toBe('loan.heir-too-young');
    expect(code(novation, { heir: { ...heir, belongs: false } })).toBe('loan.heir-foreign');
    expect(code(novation, { heir: null })).toBe('loan.heir-foreign');
    expect(code(novation, { heir, terms: { ...facts.terms, deathEffect: 'stop' } })).toBe(
      'loan.heir-not-allowed',
    );
  });

  it('of entitlement by hand changes something', () => {
    expect(code(entitlement)).toBeNull();
    expect(code(entitlement, { entitled: false })).toBe('loan.eligibility-unchanged');
    expect(code({ ...entitlement, entitlement: 'restored' })).toBe('loan.eligibility-unchanged');
    expect(code({ ...entitlement, entitlement: 'restored' }, { entitled: false })).toBeNull();
  });

  it('become the events that the subsidy is computed from', () => {
    const effects = {
      ...{ extensionSubsidised: true, maturesOn: date('2018-01-15'), misuseFrom: date('2017-12-21') },
    };
    const of = (
      change: ProposedChange,
      deathEffect: 'stop' | 'novation_or_stop' | 'keep' = 'novation_or_stop',
      stoppedByDeath = false,
    ) => eventsOfChange(change, { ...effects, deathEffect, stoppedByDeath }).map(({ kind }) => kind);
    expect(of(misuse)).toEqual(['eligibility_lost']);
    // where the terms only stop the subsidy: from the first day not yet paid
    expect(
      eventsOfChange(misuse, { ...effects, deathEffect: 'stop', stoppedByDeath: false })[0]?.on_date,
    ).toBe('2017-12-21');
    expect(of(entitlement)).toEqual(['eligibility_lost']);
    expect(of({ ...entitlement, entitlement: 'restored' })).toEqual(['eligibility_restored']);
    expect(of(death)).toEqual(['eligibility_lost']);
    expect(of(death, 'keep')).toEqual([]);
    expect(of({ ...death, heirId: 7n })).toEqual([]);
    expect(of({ ...death, heirId: 7n }, 'novation_or_stop', true)).toEqual(['eligibility_restored']);
    expect(of(rate)).toEqual(['rate_changed']);
  });
});

describe('在读期', () => {
  const until = { studiesEndOn: date('2017-12-01') };
  const limited = { ...until, terms: { ...facts.terms, studyLimitMonths: 23 } };
  const dropped: Partial<ProposedChange> = { studiesTurn: 'dropped_out', studiesEndOn: date('2017-10-01') };
  it.each<[string | null, Partial<ChangeFacts>, Partial<ProposedChange>]>([
    [null, until, {}],
    ['loan.studies-not-asked', {}, {}],
    ['loan.studies-not-later', until, { studiesEndOn: date('2017-12-01') }],
    ['loan.studies-before-change', until, { studiesEndOn: date('2017-09-30') }],
    [null, until, { studiesEndOn: date('2018-01-15') }],
    ['loan.studies-beyond-term', until, { studiesEndOn: date('2018-01-16') }],
    [null, limited, { studiesEndOn: date('2017-12-15') }],
    ['loan.studies-beyond-term', limited, { studiesEndOn: date('2017-12-16') }],
    [null, until, { studiesTurn: 'suspended' }],
    [null, until, { studiesTurn: 'resumed', studiesEndOn: date('2017-11-01') }],
    ['loan.studies-unchanged', until, { studiesTurn: 'resumed', studiesEndOn: date('2017-12-01') }],
    [null, until, dropped],
    ['loan.studies-not-ended', until, { ...dropped, studiesEndOn: date('2017-10-02') }],
    ['loan.studies-not-ended', { studiesEndOn: date('2017-10-01') }, dropped],
    ['loan.wrong-state', { ...until, state: 'closed', closedOn: date('2017-10-01') }, {}],
  ])('is answered %s', (expected, known, change) => {
    expect(code({ ...studies, ...change }, known)).toBe(expected);
  });

  it('becomes an event of its day', () => {
    const effects = { extensionSubsidised: true, deathEffect: 'stop', stoppedByDeath: false } as const;
    const days = { maturesOn: date('2018-01-15'), misuseFrom: date('2017-10-01') };
    expect(eventsOfChange(studies, { ...effects, ...days })).toEqual([
      { kind: 'studies_moved', on_date: '2017-10-01', studies_end_on: '2018-01-01' },
    ]);
  });
});

describe('a change', () => {
  it('carries what its kind needs and nothing else', () => {
    const kinds = [extension, rate, misuse, death, entitlement, studies];
    expect(kinds.map((change) => checkFields(change))).toEqual(kinds.map(() => null));
    const pointer = (change: ProposedChange) => checkFields(change)?.errors[0]?.pointer;
    expect(pointer({ ...extension, maturesOn: null })).toBe('/matures_on');
    expect(pointer({ ...misuse, maturesOn: date('2019-01-01') })).toBe('/matures_on');
    expect(pointer({ ...rate, annualPercent: null })).toBe('/annual_percent');
    expect(pointer({ ...rate, rateBasis: null })).toBe('/rate_basis');
    expect(pointer({ ...rate, documentNo: null })).toBe('/document_no');
    expect(pointer({ ...misuse, heirId: 7n })).toBe('/heir_id');
    expect(pointer({ ...entitlement, entitlement: null })).toBe('/entitlement');
    expect(pointer({ ...misuse, entitlement: 'lost' })).toBe('/entitlement');
    expect(pointer({ ...studies, studiesTurn: null })).toBe('/studies_turn');
    expect(pointer({ ...misuse, studiesEndOn: date('2018-01-01') })).toBe('/studies_end_on');
  });

  it('of the contract is the bank\u2019s, of entitlement the county\u2019s', () => {
    expect(CHANGE_KINDS.filter((kind) => mayPropose(kind, false))).toEqual([
      'misuse',
      'death',
      'entitlement',
      'studies',
    ]);
    expect(CHANGE_KINDS.filter((kind) => mayPropose(kind, true))).toEqual(CHANGE_KINDS);
    expect(CHANGE_KINDS.filter((kind) => mayDecide(kind, true))).toEqual([
      'extension',
      'rate_change',
      'reversal',
      'acceleration',
      'undo',
    ]);
    expect(CHANGE_KINDS.filter((kind) => mayDecide(kind, false))).toEqual([
      'misuse',
      'death',
      'entitlement',
      'studies',
    ]);
  });

  it('tells its news by ids', () => {
    expect(changeConfirmed(7n, 9n)).toEqual({
      name: 'loan.change-confirmed',
      payload: { loan_id: '7', change_id: '9' },
    });
  });
});
