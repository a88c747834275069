import { HUINING, type Ask, type Likely, type Recipe } from './likely.ts';

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
  // nothing is pledged: where the enterprise does not pay, the county advances
  security: { mortgage: null, deposit: null, guarantor: null, insurance: null },
};
export const PROPOSAL = { project: '肉牛养殖带动贫困户产业项目', particulars: PARTICULARS };

const withoutAgreement = (ask: Ask, count: number): Promise<{ id: string; bank_id: string }[]> =>
  ask.some(
    count,
    `select id::text, bank_id::text from loan l where usage_mode = 'enterprise_led' and state = 'disbursed'
       and not exists (select from agreement a where a.loan_id = l.id and a.state <> 'cancelled')`,
  );

const drawUpAgreement: Recipe = async (ask) => {
  const [loan] = await withoutAgreement(ask, 1);
  // two wait for their money: one whose money arrives, one that is ended before it does
  const waiting = await ask.some(
    2,
    `select id from agreement where arrived_on is null and state in ('drafted', 'issued', 'in_force')`,
  );
  const arrival = waiting.length === 2 && ask.chance.next() < 0.5 ? { arrived_on: 'disbursement' } : {};
  const dividend_frequency = ask.chance.pick(['yearly', 'half_yearly', 'quarterly']);
  const json = { ...arrival, ...PROPOSAL, dividend_frequency };
  return loan ? { actor: ask.officerOf(loan.bank_id), json: { loan_id: loan.id, ...json } } : null;
};

const drawUpAgreements: Recipe = async (ask) => {
  const [first] = await withoutAgreement(ask, 1);
  return first ? { actor: ask.officerOf(first.bank_id), json: { loan_ids: [first.id], ...PROPOSAL } } : null;
};

interface AgreementSeen {
  readonly id: string;
  /** Null: an agreement of three, on shares. */
  readonly bank_id: string | null;
}

/** Who keeps the papers of an agreement: its bank, or the county office where no bank signs. */
const keeperOf = (ask: Ask, { bank_id: bank }: AgreementSeen): string =>
  bank === null ? OFFICE : ask.officerOf(bank);

const onAgreement =
  (where: string, body: (ask: Ask) => unknown, actor?: string): Recipe =>
  async (ask) => {
    const found = await ask.one<AgreementSeen>(
      `select id::text, bank_id::text from agreement a where county_code = '${HUINING}' and ${where}`,
    );
    return found && { actor: actor ?? keeperOf(ask, found), params: { id: found.id }, json: body(ask) };
  };

/** Each party's signature at the desk that saw it; the fourth brings the agreement into force. */
const recordSignature: Recipe = async (ask) => {
  const found = await ask.one<AgreementSeen & { party: Party; head_name: string }>(
    `select a.id::text, a.bank_id::text, p.party, h.head_name from agreement a join household h on h.id = a.household_id
     cross join unnest(array['household', 'enterprise', 'bank', 'government']) as p (party)
     where a.county_code = '${HUINING}' and a.state = 'issued' and (p.party <> 'bank' or a.bank_id is not null)
       and not exists (select from agreement_signature s where s.agreement_id = a.id and s.party = p.party)`,
  );
  if (!found) return null;
  const { actor = keeperOf(ask, found), signer = found.head_name, manner } = SIGNERS[found.party];
  const json = { party: found.party, signer_name: signer, manner, signed_on: ask.today };
  return { actor, params: { id: found.id }, json };
};

type Party = 'household' | 'enterprise' | 'bank' | 'government';
const OFFICE = 'fupin.huining';
const SIGNERS: Readonly<Record<Party, { actor?: string; signer?: string; manner: string }>> = {
  household: { actor: OFFICE, manner: 'fingerprint' },
  enterprise: { actor: 'hezuoshe.huining', signer: '冯丰源', manner: 'signature_and_seal' },
  bank: { signer: '杨守信', manner: 'signature_and_seal' },
  government: { actor: OFFICE, signer: '何振川', manner: 'seal' },
};

const recordArrival: Recipe = async (ask) => {
  const arrived = (where: string): Promise<Likely | null> =>
    onAgreement(`arrived_on is null and ${where}`, () => ({ arrived_on: ask.today }))(ask);
  // what was signed can owe a dividend
  return (await arrived(`state = 'in_force'`)) ?? arrived(`state in ('drafted', 'issued')`);
};

/** Each party's signature under an amendment; the fourth brings it into force. */
const signAmendment: Recipe = async (ask) => {
  const found = await ask.one<AgreementSeen & { party: Party; head_name: string }>(
    `select m.id::text, m.bank_id::text, p.party, h.head_name from agreement_amendment m join household h on h.id = m.household_id
     cross join unnest(array['household', 'enterprise', 'bank', 'government']) as p (party)
     where m.county_code = '${HUINING}' and m.state = 'issued' and m.effective_on >= business_day()
       and (p.party <> 'bank' or m.bank_id is not null)
       and not exists (select from agreement_amendment_signature s where s.amendment_id = m.id and s.party = p.party)`,
  );
  if (!found) return null;
  const { actor = keeperOf(ask, found), signer = found.head_name, manner } = SIGNERS[found.party];
  const json = { party: found.party, signer_name: signer, manner, signed_on: ask.today };
  return { actor, params: { id: found.id }, json };
};

const onAmendment =
  (where: string, body: (ask: Ask) => unknown): Recipe =>
  async (ask) => {
    const found = await ask.one<AgreementSeen>(
      `select id::text, bank_id::text from agreement_amendment where county_code = '${HUINING}' and ${where}`,
    );
    return found && { actor: keeperOf(ask, found), params: { id: found.id }, json: body(ask) };
  };

/** More training is always welcome: nothing of the money changes. */
const AMENDABLE = `state = 'in_force' and not exists (select from agreement_amendment m where m.agreement_id = a.id
  and (m.state in ('drafted', 'issued') or m.effective_on > business_day()))
  and not exists (select from agreement_version v where v.agreement_id = a.id and v.effective_on >= business_day())
  and (arrived_on is null or (arrived_on + interval '1 year')::date > business_day())
  and not exists (select from dividend_due d where d.agreement_id = a.id and d.period_to > business_day()
    and (d.state <> 'upcoming' or d.received_fen > 0 or d.report_id is not null))`;

/** An end that all agreed on, of what has no year listed beyond today. */
const TERMINABLE = `state = 'in_force' and in_force_on <= business_day() and (arrived_on is null or arrived_on < business_day())
  and (arrived_on is null or (arrived_on + interval '1 year')::date > business_day())
  and not exists (select from agreement_termination t where t.agreement_id = a.id and t.state <> 'rejected')
  and not exists (select from agreement_amendment m where m.agreement_id = a.id
    and (m.state in ('drafted', 'issued') or m.effective_on >= business_day()) and m.state <> 'cancelled')
  and not exists (select from dividend_due d where d.agreement_id = a.id and d.period_to > business_day())`;

const proposeTermination: Recipe = async (ask) => {
  const end = (where: string): Promise<Likely | null> =>
    onAgreement(where, () => ({
      ...{ ground: 'agreed', requested_by: 'household', requested_on: ask.today, reason: '农户改为自己经营' },
      ...{ ends_on: ask.today, settle_by: ask.today },
    }))(ask);
  // where no money has arrived nothing is owed: the papers are all that the archive wants
  return (await end(`arrived_on is null and ${TERMINABLE}`)) ?? end(TERMINABLE);
};

const decideTermination: Recipe = async (ask) => {
  const found = await ask.one<{ id: string }>(
    `select t.id::text from agreement_termination t where t.county_code = '${HUINING}' and t.state = 'proposed'`,
  );
  return found && { actor: OFFICE, params: { id: found.id }, json: { outcome: 'confirmed' } };
};

/** Scans of what an archive wants, the signed copy first. */
const keepAgreementPaper: Recipe = async (ask) => {
  const found = await ask.one<{ id: string; item: string; no: number }>(
    `select a.id::text, i.item, i.no from agreement a cross join lateral agreement_archive_items(a.id) i
     where a.county_code = '${HUINING}' and a.state in ('in_force', 'terminated')
       and i.item in ('signed_copy', 'attachment') and not i.present order by a.state desc, a.id limit 1`,
  );
  const fields = { kind: found?.item ?? '', no: String(found?.no ?? 1), title: '扫描件' };
  const file = { name: '签署件.pdf', bytes: Buffer.from(`%PDF-1.4 ${ask.serial}`) };
  return found && { actor: OFFICE, params: { id: found.id }, fields, file };
};

const onEnterprise =
  (body?: (ask: Ask) => unknown): Recipe =>
  async (ask) => {
    const found = await ask.one<{ id: string }>(
      `select id::text from organisation where county_code = '${HUINING}' and kind in ('enterprise', 'cooperative')
         and standing = 'good'`,
    );
    return found && { actor: OFFICE, params: { id: found.id }, ...(body ? { json: body(ask) } : {}) };
  };

/** Training or work for a member of the household, told by the cooperative. */
const recordAgreementService: Recipe = async (ask) => {
  const found = await ask.one<{ id: string; member_id: string }>(
    `select a.id::text, m.id::text as member_id from agreement a
     join household_member m on m.household_id = a.household_id and m.left_on is null
     where a.county_code = '${HUINING}' and a.state = 'in_force' and a.in_force_on <= business_day()`,
  );
  const work = { kind: 'employment', content: `饲草收割模${ask.serial}`, days: 6, wage: '720.00' };
  const json = { ...work, member_id: found?.member_id, on_date: ask.today };
  return found && { actor: 'hezuoshe.huining', params: { id: found.id }, json };
};

const readLife: Recipe = async (ask) => {
  const found = await ask.one<{ id: string }>(
    `select id::text from agreement where county_code = '${HUINING}'`,
  );
  return found && { actor: OFFICE, params: { id: found.id } };
};

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
  issueAgreement: async (ask) =>
    (await onAgreement(`state = 'drafted' and arrived_on is null`, () => ({}))(ask)) ??
    onAgreement(`state = 'drafted'`, () => ({}))(ask),
  issueAgreements: async (ask) => {
    const found = await ask.one<AgreementSeen>(
      `select id::text, bank_id::text from agreement where state = 'drafted' order by arrived_on is null desc, id limit 1`,
    );
    return found && { actor: keeperOf(ask, found), json: { agreement_ids: [found.id] } };
  },
  recordSignature,
  recordArrival,
  recordAgreementService,
  readAgreement: readLife,
  listAgreementVersions: readLife,
  readAgreementFile: readLife,
  readEnterprisePlacement: onEnterprise(),
  recordEnterpriseMeans: onEnterprise((ask) => ({
    ...{ as_of: `20${String(10 + (ask.serial % 5))}-12-${String(1 + (ask.serial % 28)).padStart(2, '0')}` },
    ...{ net_assets: '5000000.00', source: '年度资产负债表' },
  })),
  readAgreementAccount: readLife,
  proposeTermination,
  decideTermination,
  issueTerminationNotice: onAgreement(`ended_on is not null`, () => ({}), OFFICE),
  keepAgreementPaper,
  downloadAgreementPaper: async (ask) => {
    const found = await ask.one<{ id: string }>(
      `select id::text from agreement_paper where county_code = '${HUINING}'`,
    );
    return found && { actor: OFFICE, params: { id: found.id } };
  },
  archiveAgreement: onAgreement(
    `state in ('in_force', 'terminated') and not exists (
    select from agreement_archive_items(a.id) i where not i.present)`,
    () => ({}),
    OFFICE,
  ),
  drawUpAmendment: onAgreement(AMENDABLE, (ask) => ({
    ...{
      effective_on: ask.today,
      reason: '合作社扩大规模，增加培训',
      training_sessions: 5 + (ask.serial % 90),
    },
  })),
  issueAmendment: onAmendment(
    `state in ('drafted', 'issued') and not exists (select from agreement_amendment_signature s
    where s.amendment_id = agreement_amendment.id)`,
    () => ({}),
  ),
  signAmendment,
  cancelAmendment: onAmendment(`state in ('drafted', 'issued')`, () => ({ reason: '各方协商作废' })),
  readAgreementLife: readLife,
  recordPrincipalReturn: onAgreement(`state = 'in_force' and arrived_on < business_day()`, (ask) => ({
    ...{ amount: '1.00', returned_on: ask.today, bank_serial: `BJ-FZ-${ask.serial}` },
  })),
  undoPrincipalReturn: async (ask) => {
    const found = await ask.one<AgreementSeen>(
      `select r.id::text, r.bank_id::text from agreement_return_standing r join agreement a on a.id = r.agreement_id
       where r.county_code = '${HUINING}' and r.paid_to is null and a.state <> 'archived' and not exists (select from countersign c
         where c.kind = 'return_reversal' and c.subject_id = r.id and c.state = 'entered')`,
    );
    const json = { reason: '误登，款项并未交还' };
    return found && { actor: keeperOf(ask, found), params: { id: found.id }, json };
  },
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
