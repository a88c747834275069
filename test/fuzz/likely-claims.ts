import { HUINING, type Ask, type Likely, type Recipe } from './likely.ts';

interface BatchSeen {
  readonly id: string;
  readonly county_code: string;
  readonly bank_id: string;
}

type Post = 'county_office' | 'finance_approver' | 'finance_payer' | 'bank_officer';

/** A step on a batch that stands where the step begins, with the digest of its lines. */
const step =
  (where: string, post: Post, extra: Readonly<Record<string, unknown>> = {}): Recipe =>
  async (ask) => {
    const batch = await ask.one<BatchSeen>(
      `select id::text, county_code, bank_id::text from subsidy_batch b where ${where}`,
    );
    if (!batch) return null;
    const actor =
      post === 'bank_officer' ? ask.officerOf(batch.bank_id) : ask.inCounty(post, batch.county_code);
    const seen = await ask.get<{ lines_hash: string | null }>(actor, `/subsidy-batches/${batch.id}`);
    if (post === 'finance_payer') await (await ask.house.play.desk(actor)).confirm();
    return { actor, params: { id: batch.id }, json: { lines_hash: seen.lines_hash, ...extra } };
  };

const FREE = `b.state = 'noticed' and not exists (select from notice n where n.subject_kind = 'subsidy_batch'
  and n.subject_id = b.id and n.state <> 'superseded' and n.free_on > business_day())`;
const CORRECTED = `exists (select from payment_line l join payment_order o on o.id = l.order_id
  where o.subject_kind = 'subsidy_batch' and o.subject_id = b.id and l.state = 'corrected'
    and not exists (select from payment_line r where r.replaces_id = l.id))`;

/** A stranger's letter comes in by a page, and is answered. */
const setAsideNoticeLetter: Recipe = async (ask) => {
  const letter = await ask.enter<{ id: string; county_code: string }>(
    `insert into notice_letter (notice_id, county_code, reason, received_on, receipt_code, form_key)
     select n.id, n.county_code, '名单有误，请核实', business_day(), upper(substr(md5(random()::text), 1, 16)), gen_random_uuid()
     from notice n where n.state in ('posted', 'suspended') and n.starts_on <= business_day()
       and (n.state = 'suspended' or n.free_on > business_day()) order by n.id limit 1 returning id::text, county_code`,
  );
  if (!letter) return null;
  const actor = ask.inCounty('county_office', letter.county_code);
  return { actor, params: { id: letter.id }, json: { reason: '经入户核查，情况不实' } };
};

const raiseObjection: Recipe = async (ask) => {
  const found = await ask.one<{ id: string; loan_id: string; county_code: string }>(
    `select n.id::text, l.loan_id::text, n.county_code from notice n
     join subsidy_line l on l.batch_id = n.subject_id and l.excluded is null
     where n.subject_kind = 'subsidy_batch' and n.state = 'posted' and n.starts_on <= business_day()
       and n.ends_on >= business_day()`,
  );
  return (
    found && {
      actor: ask.inCounty('county_office', found.county_code),
      params: { id: found.id },
      json: { loan_id: found.loan_id, reason: '村民反映资金用途不符', objector_kind: 'named' },
    }
  );
};

const decideObjection: Recipe = async (ask) => {
  const found = await ask.one<{ id: string; county_code: string }>(
    `select o.id::text, o.county_code from objection o join notice n on n.id = o.notice_id
     where o.decided_on is null and n.subject_kind = 'subsidy_batch'`,
  );
  return (
    found && {
      actor: ask.inCounty('finance_reviewer', found.county_code),
      params: { id: found.id },
      json: { outcome: ask.chance.pick(['dismissed', 'dismissed', 'upheld']), reason: '经核查情况属实' },
    }
  );
};

interface OrderSeen {
  readonly id: string;
  readonly round: number;
  readonly county_code: string;
  readonly bank_file_sha256: string | null;
}

const orderIn = (ask: Ask, where: string): Promise<OrderSeen | null> =>
  ask.one(`select id::text, round, county_code, bank_file_sha256 from payment_order where ${where}`);

/**
 * Plays the bank: fills in the last columns of the file it was sent, some payments returned. What was
 * instructed last is answered first, so that whoever waits for it can go on.
 */
const recordBankAnswer: Recipe = async (ask): Promise<Likely | null> => {
  const order = await orderIn(ask, `state = 'instructed' order by payment_order.id desc limit 1`);
  if (!order || order.bank_file_sha256 === null) return null;
  const payer = await ask.house.play.desk(ask.inCounty('finance_payer', order.county_code));
  const text = (await payer.download(`/payment-orders/${order.id}/bank-file`)).toString('utf8');
  const [head = '', ...rows] = text
    .replace(/^\uFEFF/, '')
    .trim()
    .split('\r\n');
  const answered = rows.map((row, index) => {
    // what is paid again arrives, so that there is something to recover
    const returned = order.round === 1 && (index < 2 || ask.chance.next() < 0.05);
    const serial = `FZ${order.id}-${index}-${ask.serial}`;
    const outcome = returned ? ['失败', '', ask.today, '户名不符'] : ['成功', serial, ask.today, ''];
    return [...row.split(',').slice(0, 8), ...outcome].join(',');
  });
  return {
    actor: ask.inCounty('finance_reviewer', order.county_code),
    params: { id: order.id },
    fields: {},
    file: { name: 'answer.csv', bytes: Buffer.from(`\uFEFF${[head, ...answered].join('\r\n')}\r\n`) },
  };
};

const correctReturnedLine: Recipe = async (ask) => {
  const line = await ask.one<{ id: string; bank_id: string; booking_ref: string }>(
    `select id::text, bank_id::text, booking_ref from payment_line where state = 'returned'
     order by payment_line.id desc limit 1`,
  );
  return (
    line && {
      actor: ask.officerOf(line.bank_id),
      params: { id: line.id },
      json: { booking_ref: `${line.booking_ref.slice(0, 40)}-1`, remark: '借据号补录后重拨' },
    }
  );
};

/** A household applies where its version says so. */
const receiveSubsidyApplication: Recipe = async (ask) => {
  const loan = await ask.one<{ id: string; county_code: string }>(
    `select l.id::text, l.county_code from loan l where l.gatherer = 'household' and l.state = 'disbursed'
       and not exists (select from subsidy_application a where a.loan_id = l.id and a.batch_id is null)`,
  );
  return (
    loan && {
      actor: ask.inCounty('county_office', loan.county_code),
      params: { id: loan.id },
      json: { applied_on: ask.today, papers: ['contract_copy', 'interest_slip'], remark: '窗口受理' },
    }
  );
};

/** A claim as the county office reads it; townships see none but their own. */
const read: Recipe = async (ask) => {
  const batch = await ask.one<BatchSeen>('select id::text, county_code, bank_id::text from subsidy_batch');
  return batch && { actor: ask.inCounty('county_office', batch.county_code), params: { id: batch.id } };
};

export const CLAIM_RECIPES: Readonly<Record<string, Recipe>> = {
  readSubsidyBatch: read,
  listSubsidyLines: read,
  exportSubsidyDetail: read,
  exportSubsidySummary: read,
  drawSubsidySample: async (ask) => {
    const found = await read(ask);
    return found && { ...found, query: [['seed', `S${ask.serial}`]] };
  },
  receiveSubsidyApplication,
  submitSubsidyClaim: step(`b.gatherer = 'bank' and b.state in ('drafted', 'returned')`, 'bank_officer', {
    remark: '已核对',
  }),
  reviewSubsidyClaim: step(`b.gatherer = 'bank' and b.state = 'submitted'`, 'county_office'),
  postSubsidyNotice: step(`b.state = 'reviewed'`, 'county_office'),
  approveSubsidyClaim: step(FREE, 'finance_approver'),
  returnSubsidyClaim: step(`b.state in ('submitted', 'reviewed', 'noticed')`, 'county_office', {
    remark: '请重新核对',
  }),
  instructSubsidyPayment: step(`b.state = 'approved' and b.funding <> 'waiting'`, 'finance_payer'),
  instructCorrectedPayments: step(`b.state = 'instructed' and ${CORRECTED}`, 'finance_payer'),
  raiseObjection,
  setAsideNoticeLetter,
  decideObjection,
  recordBankAnswer,
  correctReturnedLine,
  downloadBankFile: async (ask) => {
    const order = await orderIn(ask, 'bank_file_sha256 is not null');
    return order && { actor: ask.inCounty('finance_payer', order.county_code), params: { id: order.id } };
  },
  grantSubsidyBudget: async (ask) => ({
    actor: 'caishen.huining',
    json: {
      programme_code: 'P1',
      county_code: HUINING,
      fiscal_year: Number(ask.today.slice(0, 4)) + ask.chance.between(0, 1),
      document_no: `甘财农模〔2016〕${ask.serial}号`,
      amount: '100000.00',
    },
  }),
};
