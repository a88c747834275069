import type { PlainDate } from '../../kernel/date.ts';
import { BANKS, COUNTIES, PLAYERS, type BankKey, type CountyKey } from './cast.ts';
import type { Desk, Refusal } from './desk.ts';
import { createChance, createPopulation, type InventedPerson } from './invented-people.ts';
import { inWaves, playerAt, type Play } from './play.ts';
import { CLERK_TOWNSHIP } from './stage.ts';

/** Village that the singly registered households live in: 会宁县会师镇 */
export const VILLAGE = `${CLERK_TOWNSHIP}200`;
const LED = 100;
const SELF = 6;
const PEOPLE_SEED = 620422;
/** Benchmark of the band "one to five years" from 2015-10-24. */
const RATE = '4.75';

export interface Registered {
  /** Loans that an enterprise uses: those that get an agreement. */
  readonly led: readonly string[];
  readonly self: readonly string[];
  readonly refusals: readonly Refusal[];
}

interface Enrolled {
  readonly id: string;
  readonly borrower: string;
}

/** The province divides its total into quotas of counties and banks. */
export async function allocateQuotas(play: Play): Promise<void> {
  const province = await play.desk(playerAt(PLAYERS, { role: 'province_supervisor' }));
  for (const county of Object.keys(COUNTIES) as CountyKey[]) {
    const code = COUNTIES[county].code;
    await province.post('/quotas', { programme_code: 'P1', county_code: code, limit: '500000000.00' });
    for (const [key, bank] of Object.entries(BANKS)) {
      if (bank.county !== county) continue;
      const bankId = String(play.stage.banks[key as BankKey]);
      await province.post('/quotas', {
        programme_code: 'P1',
        county_code: code,
        bank_id: bankId,
        limit: bank.quotaYuan,
      });
    }
  }
}

/** Households are entered, reviewed by another person, and put on a roster that the province approves. */
async function enrol(play: Play, count: number): Promise<Enrolled[]> {
  const office = await play.desk(playerAt(PLAYERS, { role: 'county_office', county: 'huining' }));
  const clerk = await play.desk(playerAt(PLAYERS, { role: 'township_clerk' }));
  const people = createPopulation(createChance(PEOPLE_SEED), '629921');
  const households: Enrolled[] = [];
  for (let number = 1; number <= count; number += 1) {
    const head = people.person(1960, 1988);
    const entered = await office.post<{ id: string; status_id: string }>('/households', {
      household_no: `6204221000${String(number).padStart(4, '0')}`,
      region_code: VILLAGE,
      group_no: `${1 + (number % 4)}组`,
      members: [
        { name: head.name, id_no: head.idNo, relation: 'householder' },
        { ...named(people.person(1962, 1990)), relation: 'spouse' },
        { ...named(people.person(1994, 1997)), relation: 'child' },
      ],
      phone: `1390943${String(number).padStart(4, '0')}`,
      card: { account_no: cardNo(number), account_name: head.name, bank_name: BANKS['huining-rcb'].name },
      registered_on: '2014-06-30',
      status: 'registered_poor',
    });
    await clerk.post(`/household-statuses/${entered.status_id}/reviews`, { accepted: true });
    const seen = await office.get<{ members: { id: string; is_head: boolean }[] }>(
      `/households/${entered.id}`,
    );
    households.push({ id: entered.id, borrower: seen.members.find((member) => member.is_head)?.id ?? '' });
  }
  return households;
}

const named = (person: InventedPerson) => ({ name: person.name, id_no: person.idNo });

/** A card number with its Luhn digit. */
export function cardNo(number: number): string {
  const body = `62106601${String(number).padStart(10, '0')}`;
  const sum = [...body].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

async function approveRoster(play: Play, households: readonly Enrolled[]): Promise<void> {
  const office = await play.desk(playerAt(PLAYERS, { role: 'county_office', county: 'huining' }));
  const province = await play.desk(playerAt(PLAYERS, { role: 'province_supervisor' }));
  const roster = await office.post<{ id: string }>('/rosters', {
    programme_code: 'P1',
    county_code: COUNTIES.huining.code,
    bank_id: String(play.stage.banks['huining-rcb']),
    roster_no: '会贫贷名册〔2016〕1号',
    household_ids: households.map((household) => household.id),
  });
  await province.post(`/rosters/${roster.id}/approvals`, {});
}

/** Households enter, are listed, and borrow one by one at the counter; what the rules forbid is refused. */
export async function registerSingly(play: Play, day: PlainDate): Promise<Registered> {
  const households = await enrol(play, LED + SELF + 2);
  // one more is listed and does not borrow, one borrows nowhere because it is not listed
  const [unlisted, waiting, ...listed] = households;
  if (!unlisted || !waiting) throw new Error('nobody is enrolled');
  await approveRoster(play, [waiting, ...listed]);
  const officer = await play.desk(playerAt(PLAYERS, { role: 'bank_officer', bank: 'huining-rcb' }));
  const loans: string[] = [];
  await rate(play, officer, listed, day);
  for (const [index, household] of listed.entries()) {
    const led = index < LED;
    const loan = await officer.post<{ id: string }>('/loans', application(play, household, day, { led }));
    loans.push(loan.id);
  }
  const refusals = await tryRefusals(play, officer, { listed, waiting, unlisted, day });
  await inWaves(loans, (id, index) => carryOut(play, officer, { id, index, day }));
  return { led: loans.slice(0, LED), self: loans.slice(LED), refusals };
}

/** 评级授信: one person of the bank enters what it thinks of each household, another confirms it. */
async function rate(play: Play, officer: Desk, households: readonly Enrolled[], day: PlainDate) {
  const reviewer = await play.desk(playerAt(PLAYERS, { role: 'bank_reviewer' }));
  await inWaves(households, async ({ id }, index) => {
    const credit = await officer.post<{ id: string }>('/household-credits', {
      household_id: id,
      grade: index % 3 === 0 ? '1' : '2',
      score: 80 + (index % 15),
      credit_line: '50000.00',
      granted_on: day,
    });
    await reviewer.post(`/household-credits/${credit.id}/confirmations`, {});
  });
}

function application(play: Play, household: Enrolled, day: PlainDate, choice: { readonly led: boolean }) {
  return {
    household_id: household.id,
    borrower_id: household.borrower,
    programme_code: 'P1',
    product_code: 'microloan',
    principal: '50000.00',
    term_months: 36,
    annual_percent: RATE,
    purpose_code: 'breeding',
    purpose_text: choice.led ? '入合作社发展肉牛养殖' : '养羊',
    usage_mode: choice.led ? 'enterprise_led' : 'self',
    enterprise_id: choice.led ? String(play.stage.cooperatives.huining) : null,
    applied_on: day,
  };
}

async function carryOut(
  play: Play,
  officer: Desk,
  loan: { readonly id: string; readonly index: number; readonly day: PlainDate },
): Promise<void> {
  const reviewer = await play.desk(playerAt(PLAYERS, { role: 'bank_reviewer' }));
  await reviewer.post(`/loans/${loan.id}/approvals`, {});
  const number = String(loan.index + 1).padStart(4, '0');
  await officer.post(`/loans/${loan.id}/signings`, {
    signed_on: loan.day,
    contract_no: `会农信借2016-${number}`,
  });
  await officer.post(`/loans/${loan.id}/disbursements`, {
    disbursed_on: loan.day,
    voucher_no: `HN2016${number}`,
  });
}

/** What an officer may try and why it is refused: the answers go into the report. */
async function tryRefusals(
  play: Play,
  officer: Desk,
  given: { listed: readonly Enrolled[]; waiting: Enrolled; unlisted: Enrolled; day: PlainDate },
): Promise<Refusal[]> {
  const [first] = given.listed;
  if (!first) throw new Error('nobody is listed');
  const fresh = application(play, given.waiting, given.day, { led: false });
  const attempts = [
    application(play, first, given.day, { led: false }),
    application(play, given.unlisted, given.day, { led: false }),
    { ...fresh, principal: '60000.00' },
    { ...fresh, term_months: 48 },
    { ...fresh, annual_percent: '6.00' },
    { ...fresh, purpose_code: 'house_building', purpose_text: '建房' },
    { ...fresh, household_id: '999999999' },
    { ...fresh, principal: '5e4' },
    { ...fresh, applied_on: '2016-02-30' },
  ];
  const refusals: Refusal[] = [];
  for (const attempt of attempts) refusals.push(await officer.refused('/loans', attempt));
  return refusals;
}
