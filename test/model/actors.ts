/** The accounts of the model's county. One person may sit behind several: what counts is the person. */
export type Bank = 'A' | 'B' | 'C';
export const BANKS = ['A', 'B', 'C'] as const satisfies readonly Bank[];

export interface Actor {
  readonly role: string;
  readonly office: 'bank' | 'poverty' | 'finance' | 'township' | 'province' | 'cooperative' | 'society';
  readonly bank?: Bank;
  readonly person: number;
}

export const ACTORS = {
  'officer-a': { role: 'bank_officer', office: 'bank', bank: 'A', person: 1 },
  'reviewer-a': { role: 'bank_reviewer', office: 'bank', bank: 'A', person: 2 },
  'officer-b': { role: 'bank_officer', office: 'bank', bank: 'B', person: 3 },
  'reviewer-b': { role: 'bank_reviewer', office: 'bank', bank: 'B', person: 4 },
  'officer-c': { role: 'bank_officer', office: 'bank', bank: 'C', person: 12 },
  'reviewer-c': { role: 'bank_reviewer', office: 'bank', bank: 'C', person: 13 },
  office: { role: 'county_office', office: 'poverty', person: 5 },
  colleague: { role: 'county_office', office: 'poverty', person: 6 },
  clerk: { role: 'township_clerk', office: 'township', person: 7 },
  examiner: { role: 'finance_reviewer', office: 'finance', person: 8 },
  approver: { role: 'finance_approver', office: 'finance', person: 9 },
  payer: { role: 'finance_payer', office: 'finance', person: 10 },
  province: { role: 'province_supervisor', office: 'province', person: 11 },
  cooperative: { role: 'enterprise_clerk', office: 'cooperative', person: 14 },
  chair: { role: 'society_chair', office: 'society', person: 15 },
  accountant: { role: 'society_accountant', office: 'society', person: 16 },
  cashier: { role: 'society_cashier', office: 'society', person: 17 },
  // second accounts: the same people at other desks
  'officer-a-reviewing': { role: 'bank_reviewer', office: 'bank', bank: 'A', person: 1 },
  'officer-a-paying': { role: 'finance_payer', office: 'finance', person: 1 },
  'office-approving': { role: 'finance_approver', office: 'finance', person: 5 },
  'office-as-clerk': { role: 'township_clerk', office: 'township', person: 5 },
} as const satisfies Record<string, Actor>;

export type Name = keyof typeof ACTORS;
export const NAMES = Object.keys(ACTORS) as Name[];

/** Which posts may do what, as the offices agreed it. */
const POSTS = {
  'register a loan': ['bank_officer'],
  'approve a loan': ['bank_reviewer'],
  'reject a loan': ['bank_reviewer'],
  'cancel a loan': ['bank_officer'],
  'sign a loan': ['bank_officer'],
  'disburse a loan': ['bank_officer'],
  'record a repayment': ['bank_officer'],
  'confirm repayments': ['bank_reviewer'],
  'propose a change': ['bank_officer', 'county_office'],
  'confirm a change': ['bank_reviewer', 'county_office'],
  'record a status': ['county_office'],
  'review a status': ['township_clerk'],
  'ask back': ['county_office'],
  'decide an order': ['finance_approver'],
  'book money back': ['finance_reviewer', 'finance_payer'],
  'submit a claim': ['bank_officer'],
  'review a claim': ['county_office'],
  'post a claim': ['county_office'],
  'approve a claim': ['finance_approver'],
  'pay a claim': ['finance_payer'],
  'return a claim': ['county_office', 'finance_approver'],
  object: ['county_office', 'township_clerk'],
  'decide an objection': ['county_office', 'finance_reviewer'],
  'book an answer': ['bank_officer', 'finance_reviewer', 'finance_payer'],
  'correct a payment': ['bank_officer'],
  'grant budget': ['finance_reviewer'],
  'sit at the second desk': ['bank_reviewer', 'county_office', 'finance_approver', 'province_supervisor'],
  // of money of the finance bureau: its work of a second person
  'confirm what was entered': ['finance_approver'],
  'allocate quota': ['province_supervisor'],
  'take principal back': ['bank_officer', 'county_office'],
  'confirm principal back': ['bank_reviewer', 'county_office'],
  'file a report': ['enterprise_clerk'],
  'accept a report': ['county_office'],
  'enter dividend money': ['finance_reviewer'],
  'confirm dividend money': ['finance_approver'],
  'demand dividends': ['county_office'],
  'declare a default': ['finance_approver'],
  'draft a payout': ['county_office'],
  'approve a payout': ['finance_approver'],
  'pay a payout': ['finance_payer'],
  'enter village money': ['society_cashier'],
  'seal village money': ['society_chair', 'society_accountant'],
  'approve a village loan': ['society_chair', 'society_accountant'],
  'note a guarantor': ['society_accountant'],
  'co-sign a village loan': ['township_clerk'],
  'draw a village year': ['society_accountant'],
} as const satisfies Record<string, readonly string[]>;
export type Act = keyof typeof POSTS;

const actorOf = (name: Name): Actor => ACTORS[name];
export const personOf = (name: Name): number => ACTORS[name].person;
export const bankOf = (name: Name): Bank | null => actorOf(name).bank ?? null;

export const mayDo = (name: Name, act: Act): boolean =>
  (POSTS[act] as readonly string[]).includes(ACTORS[name].role);

/** A bank's people see their own bank only. */
export const sees = (name: Name, bank: Bank): boolean => (bankOf(name) ?? bank) === bank;

/** Who does it: whoever usually does (null), another of those who may (a number), or somebody by name. */
export type Who = Name | number | null;

export function whoDoes(who: Who, act: Act, bank: Bank = 'A'): Name {
  if (typeof who === 'string') return who;
  const able = NAMES.filter((name) => mayDo(name, act) && sees(name, bank));
  const found = able[(who ?? 0) % able.length];
  if (!found) throw new Error(`nobody may ${act}`);
  return found;
}
