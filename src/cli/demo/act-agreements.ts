import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlainDate } from '../../kernel/date.ts';
import { PLAYERS } from './cast.ts';
import { until, type Desk } from './desk.ts';
import { inWaves, playerAt, type Play } from './play.ts';

export interface Agreements {
  readonly count: number;
  readonly papers: readonly string[];
}

interface Drawn {
  readonly drawn: readonly { readonly id: string; readonly agreement_no: string }[];
  readonly refused: readonly unknown[];
}

interface Issued {
  readonly issued: readonly { readonly agreement_id: string; readonly document: { readonly id: string } }[];
  readonly refused: readonly unknown[];
}

/** What the parties agreed beside the programme's terms, the same for all households of this cooperative. */
const PROPOSAL = {
  project: '肉牛养殖带动贫困户产业项目',
  arrived_on: 'disbursement',
  particulars: {
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
    attachments: ['贷款合同复印件', '户主身份证复印件', '合作社营业执照复印件', '成员大会决议', '公示照片'],
    security: { mortgage: null, deposit: '100000.00', guarantor: null, insurance: null },
  },
};

/**
 * A hundred led households get their agreement: drawn up, printed singly and as one job, signed by all four.
 */
export async function drawUpAgreements(
  play: Play,
  loans: readonly string[],
  day: PlainDate,
): Promise<Agreements> {
  await play.setDay(day);
  const officer = await play.desk(playerAt(PLAYERS, { role: 'bank_officer', bank: 'huining-rcb' }));
  const drawn = await officer.post<Drawn>('/agreement-drawings', { loan_ids: loans, ...PROPOSAL });
  const agreements = drawn.drawn;
  const issued = await officer.post<Issued>('/agreement-issues', {
    agreement_ids: agreements.map(({ id }) => id),
  });
  if (drawn.refused.length + issued.refused.length > 0) {
    throw new Error(`agreements refused: ${JSON.stringify([drawn.refused, issued.refused]).slice(0, 600)}`);
  }
  const documents = issued.issued.map((paper) => paper.document.id);
  const papers = await takePapers(play, officer, documents);
  await inWaves(agreements, (agreement) => signByFour(play, agreement.id, day));
  const inForce = await officer.get<{ items: { state: string }[] }>('/agreements?state=in_force&limit=200');
  play.say(`  ${agreements.length} 份协议已打印、四方签署，生效 ${inForce.items.length} 份`);
  return { count: inForce.items.length, papers };
}

/** Waits for the workers' papers and keeps them, each one and all in one file. */
async function takePapers(play: Play, officer: Desk, documents: readonly string[]): Promise<string[]> {
  const folder = join(play.out, 'agreements');
  await mkdir(folder, { recursive: true });
  const papers: string[] = [];
  for (const [index, id] of documents.entries()) {
    await until(`paper ${id}`, async () => {
      const { state } = await officer.get<{ state: string }>(`/documents/${id}`);
      return state === 'rendered';
    });
    const path = join(folder, `四方协议-${String(index + 1).padStart(2, '0')}.pdf`);
    await writeFile(path, await officer.download(`/documents/${id}/pdf`));
    papers.push(path);
  }
  const job = await officer.post<{ id: string }>('/print-jobs', { document_ids: documents });
  await until('the print job', async () => {
    const { state } = await officer.get<{ state: string }>(`/print-jobs/${job.id}`);
    return state === 'printed';
  });
  const all = join(play.out, '四方协议-合并打印.pdf');
  await writeFile(all, await officer.download(`/print-jobs/${job.id}/pdf`));
  return [...papers, all];
}

/** Each party's signature is recorded by the desk that saw it. */
async function signByFour(play: Play, agreementId: string, day: PlainDate): Promise<void> {
  const office = await play.desk(playerAt(PLAYERS, { role: 'county_office', county: 'huining' }));
  const officer = await play.desk(playerAt(PLAYERS, { role: 'bank_officer', bank: 'huining-rcb' }));
  const cooperative = await play.desk(playerAt(PLAYERS, { role: 'enterprise_clerk' }));
  const { head_name } = await office.get<{ head_name: string }>(`/agreements/${agreementId}`);
  const sign = (desk: Desk, party: string, signer_name: string, manner: string) =>
    desk.post(`/agreements/${agreementId}/signatures`, { party, signer_name, manner, signed_on: day });
  await sign(office, 'household', head_name, 'fingerprint');
  await sign(cooperative, 'enterprise', '冯丰源', 'signature_and_seal');
  await sign(officer, 'bank', '杨守信', 'signature_and_seal');
  await sign(office, 'government', '何振川', 'seal');
}
