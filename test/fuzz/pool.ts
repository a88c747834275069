import type { Chance } from '../../src/cli/demo/invented-people.ts';

const MOST = 400;

/** What an `id` is called by those that refer to it, by the noun of its address. */
const NOUNS: Readonly<Record<string, string>> = {
  accounts: 'account_id',
  agreements: 'agreement_id',
  documents: 'document_id',
  households: 'household_id',
  'household-statuses': 'status_id',
  'loan-imports': 'import_id',
  loans: 'loan_id',
  notices: 'notice_id',
  objections: 'objection_id',
  organisations: 'organisation_id',
  'payment-lines': 'payment_line_id',
  'payment-orders': 'order_id',
  'print-jobs': 'print_job_id',
  'programme-terms': 'terms_id',
  rosters: 'roster_id',
  'subsidy-batches': 'batch_id',
};

/** Names under which a value of another name does as well. */
const ALIASES: Readonly<Record<string, string>> = {
  bank_id: 'organisation_id',
  enterprise_id: 'organisation_id',
  government_id: 'organisation_id',
  parent_id: 'organisation_id',
  borrower_id: 'member_id',
  new_head_id: 'member_id',
  replaces: 'terms_id',
  subject_id: 'document_id',
  after: 'loan_id',
  parent_code: 'region_code',
  loan_ids: 'loan_id',
  agreement_ids: 'agreement_id',
  document_ids: 'document_id',
  household_ids: 'household_id',
};

/** The name an id at the end of this address is known by. */
export function nameOfId(path: string): string {
  const noun = path.split('/').filter((part) => part !== '' && !part.startsWith('{') && part in NOUNS);
  return NOUNS[noun.at(-1) ?? ''] ?? 'id';
}

/** Real values by name, from the database and from what the API answered. */
export class Pool {
  private readonly values = new Map<string, unknown[]>();

  note(name: string, value: unknown): void {
    if (typeof value !== 'string' && typeof value !== 'number') return;
    const known = this.values.get(name) ?? [];
    this.values.set(name, known);
    if (known.includes(value)) return;
    if (known.length < MOST) known.push(value);
    else known[hashOf(String(value)) % MOST] = value;
  }

  /** Takes the scalars of a reply, each under its name. */
  harvest(path: string, reply: unknown, depth = 0): void {
    if (depth > 6 || reply === null || typeof reply !== 'object') return;
    if (Array.isArray(reply)) {
      for (const entry of reply.slice(0, 20)) this.harvest(path, entry, depth + 1);
      return;
    }
    for (const [name, value] of Object.entries(reply)) {
      if (value !== null && typeof value === 'object') this.harvest(path, value, depth + 1);
      else this.note(name === 'id' ? nameOfId(path) : name, value);
    }
  }

  pick(name: string, chance: Chance): unknown {
    const known = this.values.get(name) ?? this.values.get(ALIASES[name] ?? '');
    return known && known.length > 0 ? chance.pick(known) : undefined;
  }
}

function hashOf(text: string): number {
  let hash = 7;
  for (const character of text) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash;
}
