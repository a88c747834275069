import type { Ask, Likely, Recipe } from './likely.ts';

/**
 * The dividends of the story's cooperative: its clerk reports, five desks of its county take them further.
 */
const CLERK = 'hezuoshe.huining';
const OFFICE = 'fupin.huining';
const ENTERED_BY = 'caishen.huining';
const APPROVER = 'caipi.huining';
const PAYER = 'caibo.huining';

type Found = Readonly<Record<string, string>>;

/** Something that a query finds, at the hands of a person. */
const on =
  (actor: string, query: string, json?: (ask: Ask, found: Found) => unknown): Recipe =>
  async (ask) => {
    const found = await ask.one<Found>(query);
    if (!found) return null;
    if (actor === PAYER) await (await ask.house.play.desk(actor)).confirm();
    return { actor, params: { id: found['id'] ?? '' }, ...(json ? { json: json(ask, found) } : {}) };
  };

const YUAN = (fen: string): string => `((${fen}) / 100.0)::numeric(20, 2)::text`;
const COUNTY = `'620422'`;
const NOTHING = (): object => ({});
const CONFIRMED = () => ({ outcome: 'confirmed' });
const REMARK = (ask: Ask) => ({ remark: `兑付模${ask.serial}号` });

/** A year, or the quarter that has to be named where somebody is paid by the quarter or the half-year. */
interface Span {
  readonly year: string;
  readonly quarter: string | null;
}
const IN_PARTS = `exists (select from dividend_due p join agreement b on b.id = p.agreement_id and b.dividend_frequency <> 'yearly'
  where p.enterprise_id = d.enterprise_id and extract(year from p.due_on) = extract(year from d.due_on))`;
const SPAN = `extract(year from d.due_on)::int::text as year,
  case when ${IN_PARTS} then extract(quarter from d.due_on)::int::text end as quarter`;
const spanned = ({ year, quarter }: Span): object => ({
  year: Number(year),
  ...(quarter === null ? {} : { quarter: Number(quarter) }),
});

interface Due extends Span {
  readonly id: string;
  readonly agreement_no: string;
  readonly due_on: string;
  readonly invested: string;
  readonly cash: string;
}

/** What the cooperative owes for the year, or the quarter, that some due of it falls in. */
async function spanOf(ask: Ask): Promise<Due[]> {
  const found = await ask.one<Span>(
    `select ${SPAN} from dividend_due d join agreement a on a.id = d.agreement_id where d.county_code = ${COUNTY}`,
  );
  if (!found) return [];
  return ask.some<Due>(
    3_000,
    `select d.id::text, ${SPAN}, a.agreement_no, d.due_on::text, d.cash_fen::text as cash, d.invested_fen::text as invested
     from dividend_due d join agreement a on a.id = d.agreement_id
     where d.county_code = ${COUNTY} and extract(year from d.due_on) = $1::int
       and ($2::int is null or extract(quarter from d.due_on) = $2::int)`,
    found.year,
    found.quarter,
  );
}

/** Every household half of what is owed: each is short, and each can be cured. */
async function report(ask: Ask): Promise<{ readonly head: Record<string, unknown>; readonly dues: Due[] }> {
  const dues = await spanOf(ask);
  const head = {
    ...spanned(dues[0] ?? { year: '2016', quarter: null }),
    ...{ profit: '86000.00', capital: '5000000.00' },
    total: `${String(dues.length)}.00`,
  };
  return { head, dues };
}

const fileDividendReport: Recipe = async (ask) => {
  const { head, dues } = await report(ask);
  const lines = dues.map(({ id }) => ({ due_id: id, amount: '1.00' }));
  return dues.length > 0 ? { actor: CLERK, json: { ...head, lines } } : null;
};

const fileDividendReportWorkbook: Recipe = async (ask) => {
  const { head, dues } = await report(ask);
  const rows = dues.map(({ agreement_no: no, due_on: on }) => [no, on, '1.00', ''].join(','));
  const text = `\uFEFF${['协议编号,应付日,现金分红(元),转投(元)', ...rows].join('\r\n')}\r\n`;
  const fields = Object.fromEntries(Object.entries(head).map(([name, value]) => [name, String(value)]));
  const file = { name: `分红报告-${ask.serial}.csv`, bytes: Buffer.from(text) };
  return dues.length > 0 ? { actor: CLERK, fields, file } : null;
};

const OWED = `select d.id::text, d.enterprise_id::text as enterprise, ${SPAN},
    ${YUAN('d.cash_fen - d.received_fen')} as short, ${YUAN('least(d.cash_fen - d.received_fen, 100000)')} as part
  from dividend_due d join agreement a on a.id = d.agreement_id
  where d.county_code = ${COUNTY} and d.cash_fen > d.received_fen and not exists (
    select from dividend_receipt r where r.enterprise_id = d.enterprise_id and r.state = 'entered')`;
const BARE = `(a.particulars -> 'security' ->> 'deposit') is null and (a.particulars -> 'security' ->> 'guarantor') is null`;
const ASKED = (
  who: string,
): string => `exists (select from dividend_demand_line l join dividend_demand m on m.id = l.demand_id
  where l.due_id = d.id and m.addressee = 'enterprise' and m.answer_by < business_day() ${who})`;

/** Principal that is overdue, and of which nothing has come yet. */
const OVERDUE = `select d.id::text, d.enterprise_id::text as enterprise, extract(year from d.due_on)::int::text as year,
    '100.00' as part
  from dividend_due d where d.county_code = ${COUNTY} and d.kind = 'principal' and d.received_fen = 0 and d.state <> 'upcoming'
    and not exists (select from dividend_receipt r where r.enterprise_id = d.enterprise_id and r.state = 'entered')`;

/**
 * Where a demand was in vain and nothing is pledged the county advances the rest; else the enterprise pays.
 */
const enterDividendReceipt: Recipe = async (ask) => {
  const overdue = await ask.one<Found>(OVERDUE);
  const advance = overdue
    ? null
    : await ask.one<Found>(`${OWED} and d.state in ('in_cure', 'defaulted') and ${BARE} and ${ASKED('')}`);
  const found =
    overdue ?? advance ?? (await ask.one<Found>(`${OWED} and not ${BARE}`)) ?? (await ask.one<Found>(OWED));
  if (!found) return null;
  return {
    actor: ENTERED_BY,
    json: {
      ...spanned({ year: found['year'] ?? '2016', quarter: found['quarter'] ?? null }),
      ...{ enterprise_id: found['enterprise'], due_ids: [found['id']] },
      ...(advance
        ? { source: 'county', amount: found['short'], payer_name: '会宁县财政局' }
        : { source: 'enterprise', amount: found['part'], payer_name: '会宁县丰源养殖农民专业合作社' }),
      ...{ received_on: ask.today, bank_serial: `FH-FZ-${ask.serial}` },
    },
  };
};

/** Some of what came of overdue principal goes on to the bank that lent it. */
const enterPrincipalPayment = on(
  ENTERED_BY,
  `select d.id::text from dividend_due d join loan l on l.id = d.loan_id where d.county_code = ${COUNTY} and d.kind = 'principal'
     and d.received_fen > d.paid_fen and l.outstanding_fen > 1`,
  (ask) => ({ amount: '0.01', paid_to: 'loan', paid_on: ask.today, bank_serial: `ZF-FZ-${ask.serial}` }),
);

/** What was passed on and nobody has undone, nor waits to. */
const RETURNED = `select r.id::text from agreement_return_standing r where r.county_code = ${COUNTY} and not exists (select from countersign c
  where c.kind = 'payment_reversal' and c.subject_id = r.id and c.state = 'entered')`;
const undoPrincipalPayment = on(ENTERED_BY, `${RETURNED} and r.paid_to is not null`, () => ({
  reason: '误登，款项并未转付',
}));

const RECOURSE = `select r.enterprise_id::text as enterprise from dividend_receipt r
  where r.county_code = ${COUNTY} and r.source = 'county' and r.state = 'confirmed'`;

const enterDividendRecovery: Recipe = async (ask): Promise<Likely | null> => {
  const found = await ask.one<Found>(RECOURSE);
  const json = {
    ...{ enterprise_id: found?.['enterprise'], amount: '0.01', received_on: ask.today },
    bank_serial: `ZC-FZ-${ask.serial}`,
  };
  return found && { actor: ENTERED_BY, json };
};

/** A list of what arrived and is on none yet. */
const draftDividendPayout: Recipe = async (ask) => {
  const found = await ask.one<Found>(
    `select d.enterprise_id::text as enterprise, d.bank_id::text as bank from dividend_due d
     where d.county_code = ${COUNTY} and exists (select from dividend_allotment m where m.due_id = d.id and not exists (
       select from dividend_payout_line l where l.allotment_id = m.id and l.state not in ('withdrawn', 'released')))`,
  );
  return found && { actor: OFFICE, json: { enterprise_id: found['enterprise'], bank_id: found['bank'] } };
};

const payout = (where: string): string =>
  `select p.id::text from dividend_payout p where p.county_code = ${COUNTY} and ${where}`;
const FREE = `p.state = 'noticed' and not exists (select from notice n where n.subject_kind = 'dividend_payout'
  and n.subject_id = p.id and (n.state = 'suspended' or n.state = 'posted' and n.free_on > business_day()))`;
const CORRECTED = `p.state in ('instructed', 'partial') and exists (select from payment_line l
  join payment_order o on o.id = l.order_id where o.subject_kind = 'dividend_payout' and o.subject_id = p.id
    and l.state = 'corrected' and not exists (select from payment_line r where r.replaces_id = l.id))`;
const due = (where: string): string =>
  `select d.id::text from dividend_due d join agreement a on a.id = d.agreement_id
   where d.county_code = ${COUNTY} and ${where}`;

export const DIVIDEND_RECIPES: Readonly<Record<string, Recipe>> = {
  uploadDividendProof: async (ask) => ({
    actor: CLERK,
    file: { name: '收据.pdf', bytes: Buffer.from(`%PDF-1.4 ${ask.serial}`) },
  }),
  downloadDividendProof: on(CLERK, 'select id::text from dividend_proof'),
  downloadDividendReportWorkbook: async (ask) => {
    const [first] = await spanOf(ask);
    const format = ask.chance.pick(['xlsx', 'csv']);
    const query: Likely['query'] = [
      ['year', first?.year ?? '2016'],
      ...(first?.quarter ? ([['quarter', first.quarter]] as const) : []),
      ['format', format],
    ];
    return first ? { actor: CLERK, query } : null;
  },
  fileDividendReport,
  fileDividendReportWorkbook,
  listDividendProofs: on(OFFICE, 'select id::text from dividend_report'),
  readDividendReport: on(OFFICE, 'select id::text from dividend_report'),
  decideDividendReport: on(OFFICE, `select id::text from dividend_report where state = 'filed'`, () => ({
    outcome: 'accepted',
  })),
  readDividendDue: on(OFFICE, due('true')),
  enterDividendReceipt,
  decideDividendReceipt: on(
    APPROVER,
    `select id::text from dividend_receipt where state = 'entered'`,
    CONFIRMED,
  ),
  demandDividends: async (ask) => {
    const found =
      (await ask.one<Found>(due(`d.state = 'missed' and ${BARE}`))) ??
      (await ask.one<Found>(due(`d.state = 'missed'`)));
    return found && { actor: OFFICE, json: { due_ids: [found['id']] } };
  },
  issueDividendDemand: on(OFFICE, 'select id::text from dividend_demand', NOTHING),
  issueDividendRecourse: on(
    OFFICE,
    `select r.enterprise_id::text as id from dividend_receipt r where r.source = 'county' and r.state = 'confirmed'
     group by r.enterprise_id having sum(r.amount_fen) > coalesce((select sum(v.amount_fen) from dividend_recovery v
       where v.enterprise_id = r.enterprise_id and v.state = 'confirmed'), 0)`,
    NOTHING,
  ),
  declareDividendDefault: on(
    APPROVER,
    due(
      `d.state = 'in_cure' and ${ASKED(`and m.issued_by <> (select person_id from account where username = '${APPROVER}')`)}`,
    ),
    (ask) => ({ reason: `企业停产歇业模${ask.serial}` }),
  ),
  enterPrincipalPayment,
  undoPrincipalPayment,
  enterDividendRecovery,
  decideDividendRecovery: on(
    APPROVER,
    `select id::text from dividend_recovery where state = 'entered'`,
    CONFIRMED,
  ),
  draftDividendPayout,
  readDividendPayout: on(OFFICE, payout('true')),
  listDividendPayoutLines: on(OFFICE, payout('true')),
  postDividendPayout: on(OFFICE, payout(`p.state = 'drafted'`), REMARK),
  approveDividendPayout: on(APPROVER, payout(FREE), REMARK),
  instructDividendPayout: on(PAYER, payout(`p.state = 'approved'`), REMARK),
  instructDividendPayoutAgain: on(PAYER, payout(CORRECTED), REMARK),
  withdrawDividendPayout: on(OFFICE, payout(`p.state in ('drafted', 'noticed')`), (ask) => ({
    reason: `名单有误重新编制${ask.serial}`,
  })),
  objectToDividendPayout: on(
    OFFICE,
    `select p.id::text, l.id::text as line from dividend_payout p join dividend_payout_line l on l.payout_id = p.id
     where p.county_code = ${COUNTY} and p.state = 'noticed' and l.state = 'pending'`,
    (ask, found) => ({
      ...{ line_id: found['line'], reason: `卡号待核实模${ask.serial}`, objector_kind: 'named' },
    }),
  ),
  decideDividendObjection: on(
    ENTERED_BY,
    `select o.id::text from objection o join notice n on n.id = o.notice_id
     where n.subject_kind = 'dividend_payout' and o.state = 'open'`,
    (ask) => ({ outcome: 'upheld', reason: `卡号有误先更正${ask.serial}` }),
  ),
  releaseDividendLine: on(
    APPROVER,
    `select id::text from dividend_payout_line where state = 'excluded'`,
    (ask) => ({ reason: `卡号已更正${ask.serial}` }),
  ),
  issueDividendPayoutList: on(OFFICE, payout(`p.state <> 'withdrawn'`), NOTHING),
  issueDividendStatement: on(OFFICE, due('true'), NOTHING),
};
