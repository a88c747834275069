import { describe, expect, it } from 'vitest';
import { agreementNumber, isVersionFor } from '../../../src/domains/agreement/core/agreement-number.ts';
import {
  assessDrawing,
  assessGround,
  type AgreementRules,
  type Drawing,
  type DrawingGround,
} from '../../../src/domains/agreement/core/assess-drawing.ts';
import { notPermitted, wrongState } from '../../../src/domains/agreement/core/failures.ts';
import { securityOf, termsOf } from '../../../src/domains/agreement/core/particulars.ts';
import { mannersOf, mayRecord, PARTIES } from '../../../src/domains/agreement/core/parties.ts';
import {
  missingOf,
  partiesOf,
  type RegisteredParties,
} from '../../../src/domains/agreement/core/party-facts.ts';
import { date } from '../../../src/kernel/date.ts';
import { fen } from '../../../src/kernel/money.ts';
import { PARTICULARS } from '../../support/agreement-particulars.ts';

const TODAY = date('2016-09-30');
const rules: AgreementRules = {
  ledAllowed: true,
  ledUntil: date('2017-07-25'),
  regime: 'permitted_2015_2017',
  floorPercent: 80_000,
  floorCapPercent: 120_000,
  frequency: 'yearly',
};
const ground: DrawingGround = {
  loanState: 'disbursed',
  usageMode: 'enterprise_led',
  enterpriseStanding: 'good',
  principal: fen(50_000_00n),
  loanTermMonths: 36,
  disbursedOn: date('2016-01-15'),
  hasLive: false,
};
const drawing: Drawing = {
  amount: fen(50_000_00n),
  termMonths: 36,
  floorPercent: 80_000,
  frequency: 'yearly',
  arrivedOn: date('2016-01-15'),
};

const codes = (changes: {
  ground?: Partial<DrawingGround>;
  rules?: Partial<AgreementRules>;
  drawing?: Partial<Drawing>;
  today?: string;
}): string[] =>
  assessDrawing(
    { ...ground, ...changes.ground },
    { ...rules, ...changes.rules },
    { ...drawing, ...changes.drawing },
    date(changes.today ?? TODAY),
  ).map(({ code }) => code.replace('agreement.', ''));

describe('drawing up an agreement', () => {
  it('is allowed where loan, version, enterprise and figures allow it', () => {
    expect(codes({})).toEqual([]);
    expect(
      codes({ ground: { loanState: 'signed', disbursedOn: null }, drawing: { arrivedOn: null } }),
    ).toEqual([]);
    expect(codes({ today: '2017-07-25' })).toEqual([]);
  });

  it.each([
    ['loan-state', { ground: { loanState: 'closed' } }],
    ['not-enterprise-led', { ground: { usageMode: 'self' } }],
    ['use-forbidden', { rules: { ledAllowed: false } }],
    ['use-forbidden', { rules: { regime: 'forbidden' } }],
    ['runoff', { rules: { regime: 'legacy_runoff' } }],
    ['past-ban', { today: '2017-07-26' }],
    ['enterprise-standing', { ground: { enterpriseStanding: 'revoked' } }],
    ['one-live', { ground: { hasLive: true } }],
    ['no-floor', { rules: { floorPercent: null } }],
    ['frequency', { rules: { frequency: 'quarterly' } }],
    ['floor-below-terms', { drawing: { floorPercent: 79_999 } }],
    ['floor-above-cap', { drawing: { floorPercent: 120_001 } }],
    ['over-principal', { drawing: { amount: fen(50_000_01n) } }],
    ['over-term', { drawing: { termMonths: 37 } }],
    ['arrival-date', { drawing: { arrivedOn: date('2016-10-01') } }],
    ['arrival-date', { drawing: { arrivedOn: date('2016-01-14') } }],
    ['arrival-date', { ground: { disbursedOn: null } }],
  ] as const)('is refused: %s', (code, changes) => {
    expect(codes(changes)).toEqual([code]);
  });

  it('names every reason at once', () => {
    const refusals = assessGround({ ...ground, loanState: 'closed', usageMode: 'self' }, rules, TODAY);
    expect(notPermitted(refusals)).toMatchObject({ code: 'agreement.not-permitted', errors: refusals });
    expect(notPermitted(refusals.slice(0, 1)).code).toBe('agreement.loan-state');
    expect(wrongState('in_force', '作废').detail).toBe('协议已生效，不能作废；请刷新后核对。');
  });
});

describe('numbers and wordings', () => {
  it('numbers by county and year', () => {
    expect(agreementNumber('620821', TODAY, 123n)).toBe('SF-620821-2016-000123');
  });

  it('keeps a county’s own wording to that county', () => {
    expect(isVersionFor('v1', '620821')).toBe(true);
    expect(isVersionFor('620821-v2', '620821')).toBe(true);
    expect(isVersionFor('620822-v2', '620821')).toBe(false);
  });
});

const body = {
  kind: 'cooperative',
  name: '某合作社',
  uscc: '93620821MA71X2K45N',
  head_name: '赵永强',
  address: '某镇',
  phone: '13993312345',
  account_no: '27011012000001234567',
  account_bank: '某银行',
};
const registered: RegisteredParties = {
  government: body,
  bank: body,
  enterprise: body,
  household: {
    head: '张效良',
    residentId: '620821196503124512',
    householdNo: 'H1',
    phone: null,
    village: '某镇某村',
    villageCode: '620821106203',
    members: [{ name: '刘秀英', relation: 'spouse' }],
    cardBank: '某银行',
    cardNo: '6229890000012345678',
  },
};

describe('the parties', () => {
  it('are told apart by who may record and how they sign', () => {
    expect(PARTIES.filter((party) => mayRecord('county_office', party))).toEqual(['government', 'household']);
    expect(PARTIES.filter((party) => mayRecord('bank_officer', party))).toEqual(['bank']);
    expect(PARTIES.filter((party) => mayRecord('enterprise_clerk', party))).toEqual(['enterprise']);
    expect(PARTIES.filter((party) => mayRecord('auditor', party))).toEqual([]);
    expect(mannersOf('household')).not.toContain('seal');
    expect(mannersOf('bank')).not.toContain('signature');
  });

  it('lack nothing, or are told what', () => {
    expect(missingOf(registered)).toEqual([]);
    const { household } = registered;
    const bare = {
      ...registered,
      enterprise: { ...body, account_no: ' ' },
      household: { ...household, cardNo: null },
    };
    expect(missingOf(bare)).toEqual(['丙方账号', '丁方一卡通账号']);
  });

  it('stand on the paper with relations in words, and without a telephone say so', () => {
    const { household, enterprise } = partiesOf(registered);
    expect(household).toMatchObject({ phone: '无', members: [{ name: '刘秀英', relation: '配偶' }] });
    expect(enterprise.kind).toBe('cooperative');
  });

  it('keep what they negotiated', () => {
    expect(securityOf(PARTICULARS)).toEqual({
      mortgage: null,
      deposit: 10_000_00n,
      guarantor: null,
      insurance: null,
    });
    expect(termsOf(PARTICULARS, 'enterprise', false)).toMatchObject({
      lateFee: 500,
      copies: 6,
      principalLeadDays: 10,
    });
  });
});
