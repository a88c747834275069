import { HUINING, type Ask, type Recipe } from './likely.ts';

const PARTICULARS = {
  principal_lead_days: 30,
  inspection_days: 5,
  exit_notice_days: 30,
  exit_settle_days: 15,
  late_fee_percent: '0.05',
  rectification_days: 15,
  training_sessions: 2,
  job_promise: '优先安排季节性务工',
  mediation_body: '会宁县会师镇人民政府',
  dispute: { way: 'court', body: '会宁县人民法院' },
  copies: 6,
  attachments: ['贷款合同复印件', '户主身份证复印件'],
  security: { mortgage: null, deposit: '100000.00', guarantor: null, insurance: null },
};
const PROPOSAL = { project: '肉牛养殖带动贫困户产业项目', particulars: PARTICULARS };

const withoutAgreement = (ask: Ask, count: number): Promise<{ id: string; bank_id: string }[]> =>
  ask.some(
    count,
    `select id::text, bank_id::text from loan l where usage_mode = 'enterprise_led' and state = 'disbursed'
       and not exists (select from agreement a where a.loan_id = l.id and a.state <> 'cancelled')`,
  );

const drawUpAgreement: Recipe = async (ask) => {
  const [loan] = await withoutAgreement(ask, 1);
  const arrival = ask.chance.next() < 0.5 ? { arrived_on: 'disbursement' } : {};
  return loan
    ? { actor: ask.officerOf(loan.bank_id), json: { loan_id: loan.id, ...arrival, ...PROPOSAL } }
    : null;
};

const drawUpAgreements: Recipe = async (ask) => {
  const [first] = await withoutAgreement(ask, 1);
  return first ? { actor: ask.officerOf(first.bank_id), json: { loan_ids: [first.id], ...PROPOSAL } } : null;
};

interface AgreementSeen {
  readonly id: string;
  readonly bank_id: string;
}

const onAgreement =
  (where: string, body: (ask: Ask) => unknown, actor?: string): Recipe =>
  async (ask) => {
    const found = await ask.one<AgreementSeen>(
      `select id::text, bank_id::text from agreement a where county_code = '${HUINING}' and ${where}`,
    );
    return (
      found && { actor: actor ?? ask.officerOf(found.bank_id), params: { id: found.id }, json: body(ask) }
    );
  };

const UNSIGNED = (party: string): string =>
  `state = 'issued' and not exists (select from agreement_signature s where s.agreement_id = a.id and s.party = '${party}')`;

const paperOf =
  (where: string): Recipe =>
  async (ask) => {
    const found = await ask.one<{ id: string }>(`select id::text from document where ${where}`);
    return found && { actor: 'sheng', params: { id: found.id } };
  };

const printJob =
  (where: string): Recipe =>
  async (ask) => {
    const found = await ask.one<{ id: string; bank_id: string | null }>(
      `select id::text, bank_id::text from print_job where ${where}`,
    );
    return (
      found && { actor: found.bank_id ? ask.officerOf(found.bank_id) : 'sheng', params: { id: found.id } }
    );
  };

export const PAPER_RECIPES: Readonly<Record<string, Recipe>> = {
  drawUpAgreement,
  drawUpAgreements,
  issueAgreement: onAgreement(`state = 'drafted'`, () => ({})),
  issueAgreements: async (ask) => {
    const found = await ask.one<AgreementSeen>(
      `select id::text, bank_id::text from agreement where state = 'drafted'`,
    );
    return found && { actor: ask.officerOf(found.bank_id), json: { agreement_ids: [found.id] } };
  },
  recordSignature: onAgreement(
    UNSIGNED('government'),
    (ask) => ({ party: 'government', signer_name: '何振川', manner: 'seal', signed_on: ask.today }),
    'fupin.huining',
  ),
  recordArrival: onAgreement(`arrived_on is null and state in ('drafted', 'issued', 'in_force')`, (ask) => ({
    arrived_on: ask.today,
  })),
  cancelAgreement: onAgreement(`state in ('drafted', 'issued')`, () => ({ reason: '各方协商作废' })),
  readDocument: paperOf('true'),
  downloadDocument: paperOf('pdf_sha256 is not null'),
  requestPrint: async (ask) => {
    const found = await ask.some<{ id: string; bank_id: string }>(
      2,
      `select id::text, bank_id::text from document where subject_kind = 'agreement' and standing = 'valid'
         and county_code = $1`,
      HUINING,
    );
    const [first] = found;
    return first
      ? { actor: ask.officerOf(first.bank_id), json: { document_ids: found.map(({ id }) => id) } }
      : null;
  },
  readPrintJob: printJob('true'),
  downloadPrintJob: printJob('pdf_sha256 is not null'),
};
