import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { BANKS, COUNTIES } from '../../src/cli/demo/cast.ts';
import { makeLedger, writeLedger } from '../../src/cli/demo/make-ledger.ts';
import { ledgerPlan } from '../support/county-story.ts';
import { HUINING, RCB, UNCLAIMED, type Ask, type Likely, type Recipe } from './likely.ts';
import { RECEIPT_RECIPES, commitLedger, commitRepayments } from './likely-receipts.ts';
import { callDue, confirmCall } from './likely-recoveries.ts';
import { studentLedger } from './likely-students.ts';
import type { FormFile } from './shot.ts';

interface LoanSeen {
  readonly id: string;
  readonly bank_id: string;
  readonly county_code: string;
}

const loanIn = (ask: Ask, where: string): Promise<LoanSeen | null> =>
  ask.one(`select id::text, bank_id::text, county_code from loan where ${where}`);

const atCounter =
  (where: string, body: (ask: Ask) => unknown): Recipe =>
  async (ask) => {
    const loan = await loanIn(ask, where);
    return loan && { actor: ask.officerOf(loan.bank_id), params: { id: loan.id }, json: body(ask) };
  };

const registerLoan: Recipe = async (ask) => {
  const bank = ask.bankId(RCB);
  const found = await ask.one<{ household_id: string; borrower_id: string }>(
    `select e.household_id::text, m.id::text as borrower_id from roster_entry e
     join roster r on r.id = e.roster_id and r.state = 'approved' and r.bank_id = $1
     join household_member m on m.household_id = e.household_id and m.is_head and m.left_on is null
     where not exists (select from loan l where l.household_id = e.household_id
       and l.state not in ('rejected', 'cancelled'))`,
    bank,
  );
  const led = ask.chance.next() < 0.5;
  return (
    found && {
      actor: ask.officerOf(bank),
      json: {
        ...found,
        programme_code: 'P1',
        product_code: 'microloan',
        principal: '50000.00',
        term_months: 36,
        annual_percent: '4.75',
        purpose_code: 'breeding',
        purpose_text: '养牛',
        usage_mode: led ? 'enterprise_led' : 'self',
        enterprise_id: led ? String(ask.house.play.stage.cooperatives.huining) : null,
        applied_on: ask.today,
      },
    }
  );
};

/** The one bank of the cast that has somebody to approve. */
const decided =
  (body: unknown): Recipe =>
  async (ask) => {
    const loan = await loanIn(ask, `state = 'registered' and bank_id = ${ask.bankId(RCB)}`);
    return loan && { actor: 'shenpi.huining', params: { id: loan.id }, json: body };
  };

const REASON = { reason: '申请人自愿放弃' };

const fileOf = async (write: (path: string) => Promise<void>, name: string): Promise<FormFile> => {
  const folder = await mkdtemp(join(tmpdir(), 'sifang-fuzz-file-'));
  try {
    const path = join(folder, name);
    await write(path);
    return { name, bytes: await readFile(path) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** A ledger as banks send it: a workbook, or CSV in GB18030. */
async function ledgerFile(ask: Ask, bank: keyof typeof BANKS): Promise<FormFile> {
  const changes = { rows: ask.chance.between(2, 9), seed: ask.serial, areaPrefix: '629932', faultShare: 0.3 };
  const ledger = makeLedger(ledgerPlan(bank, changes));
  if (ask.chance.next() < 0.7)
    return fileOf((path) => writeLedger(path, ledger), `${bank}-${ask.serial}.xlsx`);
  const lines = ledger.cells.map((row) =>
    row
      .map((cell) => {
        const value = cell !== null && typeof cell === 'object' && 'value' in cell ? cell.value : cell;
        return value === null ? '' : typeof value === 'object' ? value.date : String(value);
      })
      .join(','),
  );
  const bytes = iconv.encode(`${lines.join('\r\n')}\r\n`, 'gb18030');
  return fileOf((path) => writeFile(path, bytes), `${bank}-${ask.serial}.csv`);
}

async function repaymentFile(ask: Ask, bankId: string): Promise<FormFile> {
  const loans = await ask.some<{ contract_no: string | null; voucher_no: string | null }>(
    6,
    `select contract_no, voucher_no from loan where state = 'disbursed' and bank_id = $1 and outstanding_fen > 100000 and ${UNCLAIMED}`,
    bankId,
  );
  const head = '合同编号,借据号,还款日期,还本金额(元),还息金额(元),银行流水号';
  const rows = loans.map((loan, index) =>
    [loan.contract_no ?? '', loan.voucher_no ?? '', ask.today, '10.00', '', `FZ${ask.serial}${index}00`].join(
      ',',
    ),
  );
  const text = `\uFEFF${[head, ...rows].join('\r\n')}\r\n`;
  return { name: `repayments-${ask.serial}.csv`, bytes: Buffer.from(text) };
}

const receiveImport: Recipe = async (ask) => {
  const students = await studentLedger(ask);
  if (students) return students;
  const bank = ask.chance.pick(Object.keys(BANKS) as (keyof typeof BANKS)[]);
  const actor = ask.officerOf(ask.bankId(bank));
  const county = COUNTIES[BANKS[bank].county].code;
  if (ask.chance.next() < 0.3) {
    const fields = { kind: 'repayments', county_code: county, unit: '元', as_of: ask.today };
    return { actor, fields, file: await repaymentFile(ask, ask.bankId(bank)) };
  }
  const fields = { county_code: county, unit: '万元', as_of: '2016-05-31', settled_through: '2016-03-21' };
  return { actor, fields, file: await ledgerFile(ask, bank) };
};

const importIn =
  (where: string): Recipe =>
  async (ask): Promise<Likely | null> => {
    const found = await ask.one<{ id: string; bank_id: string }>(
      `select id::text, bank_id::text from import_file where ${where}`,
    );
    return found && { actor: ask.officerOf(found.bank_id), params: { id: found.id } };
  };

const STUDENTS = `options ->> 'product_code' = 'student'`;

/**
 * The bank reports a misuse; where days of the loan are paid, one of those, so that there is something to
 * ask back.
 */
const proposeLoanChange: Recipe = async (ask) => {
  const called = await callDue(ask);
  if (called) return called;
  const body = (on_date: string) => ({ kind: 'misuse', on_date, reason: '经核实资金用途不符' });
  const paid = await ask.one<{ id: string; bank_id: string; on_date: string }>(
    `select l.id::text, l.bank_id::text, s.period_from::text as on_date from loan l
     join subsidy_line s on s.loan_id = l.id and s.subsidy_fen > 0
     join subsidy_batch b on b.id = s.batch_id and b.state in ('instructed', 'paid')
     where not exists (select from loan_event e where e.loan_id = l.id and e.kind = 'eligibility_lost')
       and not exists (select from loan_change c where c.loan_id = l.id and c.state = 'proposed')`,
  );
  if (paid) return { actor: ask.officerOf(paid.bank_id), params: { id: paid.id }, json: body(paid.on_date) };
  return atCounter(OPEN, () => body(ask.today))(ask);
};

/** The county office decides what the bank reported. */
const misuseIn =
  (body?: unknown): Recipe =>
  async (ask) => {
    const change = await ask.one<{ id: string; county_code: string }>(
      `select id::text, county_code from loan_change where state = 'proposed' and kind = 'misuse'`,
    );
    const actor = change && ask.inCounty('county_office', change.county_code);
    return change && { actor, params: { id: change.id }, json: body };
  };

const OPEN = `state = 'disbursed' and outstanding_fen > 100000`;

export const LOAN_RECIPES: Readonly<Record<string, Recipe>> = {
  ...RECEIPT_RECIPES,
  registerLoan,
  approveLoan: decided({}),
  rejectLoan: decided(REASON),
  cancelLoan: atCounter(`state in ('registered', 'approved', 'signed')`, () => REASON),
  signLoan: atCounter(`state = 'approved'`, (ask) => ({
    signed_on: ask.today,
    contract_no: `会农信借模-${ask.serial}`,
  })),
  disburseLoan: atCounter(`state = 'signed'`, (ask) => ({
    disbursed_on: ask.today,
    voucher_no: `FZ${ask.serial}V`,
  })),
  proposeLoanChange,
  getLoanChange: async (ask) => {
    const change = await ask.one<{ id: string; county_code: string }>(
      'select id::text, county_code from loan_change',
    );
    return change && { actor: ask.inCounty('county_office', change.county_code), params: { id: change.id } };
  },
  confirmLoanChange: async (ask) => (await confirmCall(ask)) ?? misuseIn()(ask),
  refuseLoanChange: misuseIn(REASON),
  gradeLoan: atCounter(OPEN, (ask) => ({ graded_on: ask.today, grade: 'special_mention' })),
  receiveLoanImport: receiveImport,
  // the students' first: what they borrow is known by no other way
  confirmLoanImport: async (ask) =>
    (await commitLedger(STUDENTS)(ask)) ?? (await commitRepayments(ask)) ?? commitLedger('true')(ask),
  getMarkedWorkbook: importIn('marked_sha256 is not null'),
  getLoanImport: importIn('true'),
  listLoanImportRows: importIn('rows > 0'),
  listLoanImports: async () => ({ actor: 'fupin.huining' }),
  proposeRoster: async (ask) => {
    const free = await ask.some<{ id: string }>(
      ask.chance.between(1, 2),
      `select distinct h.id::text from household h join household_status s on s.household_id = h.id
       join household_status_review r on r.status_id = s.id and r.accepted
       where h.county_code = $1 and not exists (select from roster_entry e where e.household_id = h.id)
         and not exists (select from loan l where l.household_id = h.id)`,
      HUINING,
    );
    if (free.length === 0) return null;
    return {
      actor: 'fupin.huining',
      json: {
        programme_code: 'P1',
        county_code: HUINING,
        bank_id: ask.bankId(RCB),
        roster_no: `模糊名册${ask.serial}号`,
        household_ids: free.map(({ id }) => id),
      },
    };
  },
  approveRoster: async (ask) => {
    const roster = await ask.one<{ id: string }>(`select id::text from roster where state = 'proposed'`);
    return roster && { actor: 'sheng', params: { id: roster.id } };
  },
};
