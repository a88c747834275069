import type { PlainDate } from '../../../kernel/date.ts';

/** The four parties in the order they stand on the paper. */
export const PARTIES = ['government', 'bank', 'enterprise', 'household'] as const;
export type Party = (typeof PARTIES)[number];

/** The parties by what they are: their letters differ with how many sign. */
export const PARTY_ROLES: Readonly<Record<Party, string>> = {
  government: '县政府',
  bank: '承贷银行',
  enterprise: '经营主体',
  household: '农户',
};

const PARTY_NAMES: Readonly<Record<Party, string>> = {
  government: '甲方（县政府）',
  bank: '乙方（承贷银行）',
  enterprise: '丙方（经营主体）',
  household: '丁方（农户）',
};

/** Without a bank three sign, and the letters move up. */
const THREE_PARTY_NAMES: Readonly<Record<Party, string>> = {
  ...PARTY_NAMES,
  enterprise: '乙方（经营主体）',
  household: '丙方（农户）',
};

/** The name of a party as it stands on the paper; `bankId` null: three sign. */
export const nameOfParty = (party: Party, bankId: bigint | null): string =>
  (bankId === null ? THREE_PARTY_NAMES : PARTY_NAMES)[party];

/** Who signs: four parties with a bank, three without. */
export const signersOf = (bankId: bigint | null): readonly Party[] =>
  bankId === null ? PARTIES.filter((party) => party !== 'bank') : PARTIES;

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
