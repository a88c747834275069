import { describe, expect, it } from 'vitest';
import {
  checkCard,
  checkMembers,
  type GivenCard,
  type GivenMember,
} from '../../../src/domains/household/core/check-members.ts';
import { memberCountOf, personsOf } from '../../../src/domains/household/core/ledger-household.ts';
import { date } from '../../../src/kernel/date.ts';

const TODAY = date('2016-09-30');
const HEAD_ID = '62992119650305007X';
const SPOUSE_ID = '629921196803120025';

const head: GivenMember = { name: '张三', id_no: HEAD_ID, relation: 'householder' };
const spouse: GivenMember = { name: '李四', id_no: SPOUSE_ID, relation: 'spouse' };
const refusals = (...members: GivenMember[]) =>
  checkMembers(members, TODAY).errors.map(({ pointer, code }) => `${pointer} ${code}`);

describe('the members of a household', () => {
  it('are taken with birth date and sex from their numbers', () => {
    const { members, errors } = checkMembers([{ ...head, id_no: ' 62992119650305007x ' }, spouse], TODAY);
    expect(errors).toEqual([]);
    expect(members).toMatchObject([
      { idNo: HEAD_ID, birthDate: '1965-03-05', sex: 'male', relation: 'householder' },
      { idNo: SPOUSE_ID, birthDate: '1968-03-12', sex: 'female', relation: 'spouse' },
    ]);
  });

  it('are refused with the field and without the number', () => {
    const wrong = { ...spouse, id_no: '629921196803120026' };
    expect(refusals(head, wrong)).toEqual(['/members/1/id_no household.resident-id-check']);
    expect(JSON.stringify(checkMembers([head, wrong], TODAY).errors)).not.toContain('19680312');
    expect(refusals(head, { ...spouse, id_no: '123' })).toEqual([
      '/members/1/id_no household.resident-id-shape',
    ]);
  });

  it('have exactly one head', () => {
    expect(refusals(spouse)).toEqual(['/members household.one-head']);
    expect(refusals(head, { ...spouse, relation: 'householder' })).toEqual(['/members household.one-head']);
  });

  it('are each somebody else', () => {
    expect(refusals(head, { ...head, relation: 'other' })).toEqual(['/members household.member-twice']);
  });
});

describe('the card of a household', () => {
  const card = { account_name: '张三', bank_name: '农商行' };
  const check = (changes: { account_no: string } & Partial<GivenCard>) =>
    checkCard({ ...card, ...changes }, ['张三', '李四'], '/card');

  it('is taken without blanks', () => {
    const spaced = '6217 0000 1000 0000 011';
    expect(check({ account_no: spaced }).card?.accountNo).toBe('6217000010000000011');
  });

  it('with a wrong check digit is refused, as a passbook only warned of', () => {
    expect(check({ account_no: '6217000010000000012' }).errors).toMatchObject([
      { pointer: '/card/account_no', code: 'household.account-luhn' },
    ]);
    const passbook = check({ account_no: '27018011000001234', account_type: 'passbook' });
    expect(passbook.errors).toEqual([]);
    expect(passbook.card?.warnings).not.toEqual([]);
  });

  it('belongs to a member', () => {
    const stranger = check({
      account_no: '27018011000001234',
      account_type: 'passbook',
      account_name: '王五',
    });
    expect(stranger.card).toBeNull();
    expect(stranger.errors.map((error) => error.pointer)).toEqual(['/card/account_name']);
  });
});

describe('a row of a ledger', () => {
  const row = {
    township_name: '城关镇',
    village_name: '横沟村',
    group_no: null,
    head_name: '张三',
    head_id_no: HEAD_ID,
    member_count: 4,
    borrower_name: '李四',
    borrower_id_no: SPOUSE_ID,
    borrower_relation: 'spouse' as const,
    status: 'registered_poor' as const,
    status_effective_on: date('2015-07-01'),
  };

  it('names householder and borrower', () => {
    const { head: first, borrower } = personsOf(row);
    expect(first.relation).toBe('householder');
    expect(borrower).toMatchObject({ name: '李四', relation: 'spouse' });
  });

  it('names one person when the householder borrows', () => {
    expect(
      personsOf({ ...row, borrower_id_no: HEAD_ID, borrower_relation: 'householder' }).borrower,
    ).toBeNull();
  });

  it('does not make a second householder', () => {
    expect(personsOf({ ...row, borrower_relation: 'householder' }).borrower?.relation).toBe('other');
  });

  it.each([
    [4, 2, 4],
    [null, 2, 2],
    [1, 2, 2],
    [99, 1, 30],
  ])('that says %s members and names %i has %i', (said, named, expected) => {
    expect(memberCountOf({ ...row, member_count: said }, named)).toBe(expected);
  });
});
