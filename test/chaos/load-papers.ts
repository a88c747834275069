import { setTimeout as delay } from 'node:timers/promises';
import { Refused } from './patient-desk.ts';
import type { Counted } from './load-repayments.ts';
import type { World } from './world.ts';

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
    attachments: ['贷款合同复印件', '户主身份证复印件'],
    security: { mortgage: null, deposit: '100000.00', guarantor: null, insurance: null },
  },
};
const A_TIME = 2;
const PRINTED = 4;

interface Drawn {
  readonly drawn: readonly { readonly id: string; readonly loan_id: string }[];
}
interface Issued {
  readonly issued: readonly { readonly agreement_id: string; readonly document: { readonly id: string } }[];
}

/**
 * Agreements are drawn up and issued a few at a time and papers printed together; when all are drawn up, new
 * versions are issued, until told to stop.
 */
export async function printUntil(
  world: World,
  loans: readonly string[],
  goOn: () => boolean,
  counted: Counted,
): Promise<void> {
  const officer = world.desk({ role: 'bank_officer', bank: 'huining-rcb' });
  const papers = new Map<string, string>();
  let next = 0;
  while (goOn()) {
    const few = loans.slice(next, next + A_TIME);
    next += A_TIME;
    const agreements =
      few.length > 0 ? await drawUp(world, few, counted) : someOf(world, papers.keys(), A_TIME);
    for (const [agreement, paper] of await issue(world, agreements, counted)) papers.set(agreement, paper);
    const some = someOf(world, papers.values(), PRINTED);
    if (some.length > 0) {
      const job = await officer
        .post<{ id: string }>('/print-jobs', { document_ids: some })
        .catch(passRefusal);
      if (job) {
        world.acks.add({ kind: 'print', ref: job.id, fen: 0n });
        counted.ops += 1;
      }
    }
    await delay(world.chance.between(400, 1_200));
  }
}

function someOf(world: World, ids: Iterable<string>, most: number): string[] {
  const all = [...ids];
  const chosen = Array.from({ length: Math.min(most, all.length) }, () => world.chance.pick(all));
  return [...new Set(chosen)];
}

async function drawUp(world: World, loans: readonly string[], counted: Counted): Promise<string[]> {
  const officer = world.desk({ role: 'bank_officer', bank: 'huining-rcb' });
  const { drawn } = await officer.post<Drawn>('/agreement-drawings', { loan_ids: loans, ...PROPOSAL });
  counted.ops += 1;
  return drawn.map(({ id }) => id);
}

/** Issues a paper, or its next version; answers which agreement has which paper. */
async function issue(
  world: World,
  agreements: readonly string[],
  counted: Counted,
): Promise<[agreement: string, paper: string][]> {
  if (agreements.length === 0) return [];
  const officer = world.desk({ role: 'bank_officer', bank: 'huining-rcb' });
  const { issued } = await officer.post<Issued>('/agreement-issues', { agreement_ids: agreements });
  world.acks.add(
    ...issued.map(({ document }) => ({ kind: 'agreement' as const, ref: document.id, fen: 0n })),
  );
  counted.ops += issued.length;
  return issued.map(({ agreement_id, document }) => [agreement_id, document.id]);
}

/** Papers not all printed yet cannot be printed together: not now. */
function passRefusal(error: unknown): null {
  if (error instanceof Refused) return null;
  throw error;
}
