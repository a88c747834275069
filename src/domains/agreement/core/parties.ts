import type { PlainDate } from '../../../kernel/date.ts';

/** The four parties in the order they stand on the paper. */
export const PARTIES = ['government', 'bank', 'enterprise', 'household'] as const;
export type Party = (typeof PARTIES)[number];

export const PARTY_NAMES: Readonly<Record<Party, string>> = {
  government: '甲方（县政府）',
  bank: '乙方（承贷银行）',
  enterprise: '丙方（经营主体）',
  household: '丁方（农户）',
};

export const MANNERS = ['signature', 'fingerprint', 'seal', 'signature_and_seal'] as const;
export type Manner = (typeof MANNERS)[number];

// Offices and firms sign by their seal; who cannot write gives a fingerprint (effect clause of the paper).
const PERSON: readonly Manner[] = ['signature', 'fingerprint'];
const BODY: readonly Manner[] = ['seal', 'signature_and_seal'];

export const mannersOf = (party: Party): readonly Manner[] => (party === 'household' ? PERSON : BODY);

const RECORDERS: Readonly<Record<Party, string>> = {
  government: 'county_office',
  bank: 'bank_officer',
  enterprise: 'enterprise_clerk',
  // the county office witnesses the household's signature
  household: 'county_office',
};

/** Whether people of a role may record that a party has signed: each for its own house. */
export const mayRecord = (role: string, party: Party): boolean => RECORDERS[party] === role;

/** One party's signature under a paper. */
export interface Signing {
  readonly party: Party;
  readonly signerName: string;
  readonly manner: Manner;
  readonly signedOn: PlainDate;
}
