import type { Role } from '../../src/domains/identity/index.ts';
import { applyForLoan } from '../../src/domains/mutual-aid/actions/apply-for-loan.ts';
import { settleEntry } from '../../src/domains/mutual-aid/actions/decide-entry.ts';
import { approveLoan, coSignLoan } from '../../src/domains/mutual-aid/actions/decide-loan.ts';
import {
  decideDistribution,
  drawDistribution,
} from '../../src/domains/mutual-aid/actions/distribute-fees.ts';
import { decideStatement, drawStatement } from '../../src/domains/mutual-aid/actions/draw-statement.ts';
import { enterMoney, type MoneyInput } from '../../src/domains/mutual-aid/actions/enter-money.ts';
import { decideExtension, proposeExtension } from '../../src/domains/mutual-aid/actions/extend-loan.ts';
import { formGroup } from '../../src/domains/mutual-aid/actions/form-group.ts';
import { joinSociety } from '../../src/domains/mutual-aid/actions/join-society.ts';
import { enterDisbursement, enterRepayment } from '../../src/domains/mutual-aid/actions/move-loan-money.ts';
import { signForLoan } from '../../src/domains/mutual-aid/actions/sign-for-loan.ts';
import { openSociety } from '../../src/domains/mutual-aid/actions/open-society.ts';
import { publishTerms } from '../../src/domains/mutual-aid/actions/publish-terms.ts';
import type { EntryRow, NewTerms } from '../../src/domains/mutual-aid/core/society-rows.ts';
import { date, type PlainDate } from '../../src/kernel/date.ts';
import type { OrganisationId, PersonId } from '../../src/kernel/ids.ts';
import { fen } from '../../src/kernel/money.ts';
import type { Context } from '../../src/platform/context.ts';
import { one, sql, type Tx } from '../../src/platform/db.ts';

type As = <T>(
  role: 'county_office',
  day: PlainDate,
  work: (tx: Tx, context: Context) => Promise<T>,
) => Promise<T>;
type Post = 'society_chair' | 'society_accountant' | 'society_cashier' | 'township_clerk';

/** Four posts, four persons of the story. */
const PERSONS: Readonly<Record<Post, bigint>> = {
  ...{ society_cashier: 1n, society_accountant: 2n },
  ...{ society_chair: 3n, township_clerk: 4n },
};

const TERMS: NewTerms = {
  ...{ document_no: '会员大会决议〔2016〕1号', effective_from: date('2016-01-01'), effective_to: null },
  ...{ fee_units: 70_000, fee_cap_units: 150_000 },
  ...{ own_money_exempt: true, base_share_exempt: true },
  ...{
    reserve_percent: 400_000,
    welfare_percent: 200_000,
    running_percent: 400_000,
    dividend_percent: 0,
    risk_percent: 0,
  },
  ...{
    dividends_allowed: false,
    staff_cap_percent: 700_000,
    lending_warn_percent: 500_000,
    bad_stop_percent: 150_000,
  },
  ...{ group_min: 2, group_max: 8, exit_after_months: 12, unit_fen: 100_00n, min_units: 1, max_units: 20 },
  ...{ start_total_fen: 0n, base_share_fen: 500_00n, first_loan_fen: 10_000_00n, loan_step_fen: 0n },
  ...{ loan_max_fen: 10_000_00n, min_months: 1, max_months: 12, extension_count: 1, extension_months: 6 },
  ...{ quorum_percent: 500_000, yes_percent: 500_000, leverage_times: null, posting_days: 10 },
  ...{ write_off_after_months: 12, write_off_consent: 'fiscal' },
};

const VILLAGE = `
insert into region (code, edition, level, name, parent_code, valid_from) values
  ('620102101000', 'test', 'township', '某镇', '620102000000', '2000-01-01'),
  ('620102101200', 'test', 'village', '某村', '620102101000', '2000-01-01');
insert into organisation (kind, name, uscc, region_id, county_code) select 'mutual_aid_society', '某村扶贫互助社',
  '51620102MJE0000011', id, '620102' from region where code = '620102101200';
with h as (insert into household (county_code, region_id, household_no, township_name, village_name, head_name, member_count,
    registered_on) select '620102', r.id, 'V' || n, '某镇', '某村', '村民' || n, 3, '2014-12-01'
    from region r, generate_series(1, 3) n where r.code = '620102101200' returning id, head_name)
insert into household_member (household_id, county_code, name, id_no_cipher, id_no_index, id_no_masked, birth_date, sex, relation,
  is_head, joined_on) select id, '620102', head_name, 'sealed', 'villager' || id, '620****0000', '1980-01-01', 'female', '户主',
  true, '2014-12-01' from h;`;

class Village {
  private readonly as: As;
  private serials = 0;
  constructor(as: As) {
    this.as = as;
  }

  /** Somebody of the village's posts acts. */
  by<T>(post: Post, day: PlainDate, work: (tx: Tx, context: Context) => Promise<T>): Promise<T> {
    const personId = PERSONS[post] as PersonId;
    return this.as('county_office', day, (tx, context) =>
      work(tx, { ...context, actor: { ...context.actor, role: post satisfies Role, personId } }),
    );
  }

  serial(): string {
    return `HZLS${String((this.serials += 1)).padStart(6, '0')}`;
  }

  async confirm(day: PlainDate, entry: EntryRow): Promise<void> {
    const post = entry.kind === 'disbursement' ? 'society_chair' : 'society_accountant';
    await this.by(post, day, (tx, context) =>
      settleEntry(tx, context, { id: entry.id, outcome: 'confirmed' }),
    );
  }

  async money(
    societyId: bigint,
    day: PlainDate,
    facts: Pick<MoneyInput, 'kind' | 'amount'> & Partial<MoneyInput>,
  ) {
    const blank = { staff: fen(0n), memberId: null, documentNo: null, note: null };
    const entry = await this.by('society_cashier', day, (tx, context) =>
      enterMoney(tx, context, { ...blank, societyId, onDate: day, bankSerial: this.serial(), ...facts }),
    );
    await this.confirm(day, entry);
  }
}

/** A village's society lends twice, is repaid with its fee, extends by a vote, and closes its year. */
export async function playMutual(as: As): Promise<void> {
  const village = new Village(as);
  const day = date('2016-10-10');
  await as('county_office', day, async (tx) => void (await tx.raw(VILLAGE)));
  const societyId = await found(as, day);
  const members: bigint[] = [];
  for (const no of [1, 2, 3]) {
    const member = await village.by('society_accountant', day, (tx, context) =>
      joinSociety(tx, context, { societyId, householdNo: `V${no}`, name: `村民${no}`, joinedOn: day }),
    );
    members.push(member.id);
    await village.money(societyId, day, {
      kind: 'contribution',
      amount: fen(1_000_00n),
      memberId: member.id,
    });
  }
  await village.money(societyId, day, {
    kind: 'grant',
    amount: fen(50_000_00n),
    documentNo: '财农〔2016〕9号',
  });
  await village.by('society_accountant', day, (tx, context) =>
    formGroup(tx, context, {
      ...{ societyId, name: '第一联保小组', agreementNo: 'LB1', memberIds: members, formedOn: day },
    }),
  );
  const repaid = await lend(village, societyId, members, 0);
  await repay(village, repaid, date('2016-12-10'), 10_126_00n);
  const extended = await lend(village, societyId, members, 1);
  await extend(village, extended);
  await closeYear(village, societyId);
}

async function found(as: As, day: PlainDate): Promise<bigint> {
  const { id } = await as('county_office', day, async (tx, context) => {
    const { rows } = await sql<{ id: OrganisationId }>(
      tx,
      `select id from organisation where kind = 'mutual_aid_society'`,
    );
    const bank = 1n as OrganisationId;
    return openSociety(tx, context, {
      ...{ villageCode: '620102101200', organisationId: one(rows).id, depositBankId: bank },
    });
  });
  await as('county_office', day, (tx, context) => publishTerms(tx, context, { societyId: id, terms: TERMS }));
  return id;
}

async function lend(
  village: Village,
  societyId: bigint,
  members: readonly bigint[],
  borrower: number,
): Promise<bigint> {
  const day = date('2016-10-10');
  const memberId = members[borrower]!;
  const { id } = await village.by('society_cashier', day, (tx, context) =>
    applyForLoan(tx, context, {
      ...{ societyId, memberId, amount: fen(10_000_00n), months: 3, purpose: '买羊' },
    }),
  );
  for (const other of members.filter((member) => member !== memberId))
    await village.by('society_accountant', day, (tx, context) =>
      signForLoan(tx, context, { loanId: id, memberId: other, signedOn: day, manner: 'hand' }),
    );
  for (const post of ['society_chair', 'society_accountant'] as const)
    await village.by(post, day, (tx, context) => approveLoan(tx, context, id));
  await village.by('township_clerk', day, (tx, context) => coSignLoan(tx, context, id));
  const entry = await village.by('society_cashier', day, (tx, context) =>
    enterDisbursement(tx, context, { loanId: id, onDate: day, bankSerial: village.serial() }),
  );
  await village.confirm(day, entry);
  return id;
}

async function repay(village: Village, loanId: bigint, on: PlainDate, amount: bigint): Promise<void> {
  const entry = await village.by('society_cashier', on, (tx, context) =>
    enterRepayment(tx, context, {
      ...{ loanId, onDate: on, bankSerial: village.serial(), amount: fen(amount), payerId: null },
    }),
  );
  await village.confirm(on, entry);
}

async function extend(village: Village, loanId: bigint): Promise<void> {
  const day = date('2017-01-09');
  const { id } = await village.by('society_accountant', day, (tx, context) =>
    proposeExtension(tx, context, {
      ...{ loanId, months: 3, votedOn: day, minutesNo: '会议记录1', present: 3, yes: 3, against: 0 },
    }),
  );
  await village.by('society_chair', day, (tx, context) =>
    decideExtension(tx, context, { id, outcome: 'confirmed' }),
  );
}

async function closeYear(village: Village, societyId: bigint): Promise<void> {
  const day = date('2017-01-10');
  const drawn = await village.by('society_accountant', day, (tx, context) =>
    drawDistribution(tx, context, { societyId, year: 2016 }),
  );
  await village.by('society_chair', day, (tx, context) =>
    decideDistribution(tx, context, { id: drawn.id, outcome: 'confirmed' }),
  );
  const month = await village.by('society_accountant', day, (tx, context) =>
    drawStatement(tx, context, { societyId, month: '2016-12' }),
  );
  await village.by('society_chair', day, (tx, context) =>
    decideStatement(tx, context, { id: month.id, outcome: 'confirmed' }),
  );
}
