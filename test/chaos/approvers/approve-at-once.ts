import type { Desk } from '../../../src/cli/demo/desk.ts';
import type { Batch } from '../claims-load.ts';
import { Refused } from '../patient-desk.ts';
import type { World } from '../world.ts';
import type { Desks } from './open-desks.ts';

/** What the approvers were told, summed over all batches. */
export interface Heard {
  yes: number;
  /** Told yes while an objection was being decided, or before the list had hung its time. */
  early_yes: number;
  /** Told yes on a list that was not the batch's any more. */
  stale_yes: number;
  /** Refusals by code. */
  readonly refusals: Record<string, number>;
}

export interface Approving {
  readonly world: World;
  readonly batch: Batch;
  /** Accounts that press at once. */
  readonly approvers: readonly string[];
  /** Whether the list is objected to and changes. */
  readonly changes: boolean;
  readonly heard: Heard;
}

/** Presses approve; answers whether it was told yes. */
async function press(
  { world, batch, heard }: Approving,
  approver: string,
  hash: string | null,
): Promise<boolean> {
  const desk = await world.play.desk(approver);
  try {
    await desk.post(`/subsidy-batches/${batch.id}/approvals`, { lines_hash: hash });
    return true;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { code } = error.refusal;
    heard.refusals[code] = (heard.refusals[code] ?? 0) + 1;
    return false;
  }
}

/** Whoever presses first takes the batch's lock: that should be anybody. */
function shuffled({ world, approvers }: Approving): string[] {
  const order = approvers.map((approver) => ({ approver, at: world.chance.next() }));
  return order.sort((one, other) => one.at - other.at).map(({ approver }) => approver);
}

const yeses = (told: readonly boolean[]): number => told.filter(Boolean).length;

/** A line is objected to; the objection is upheld in the moment in which everybody presses approve. */
export async function changeUnderApprovers(approving: Approving, { reviewer }: Desks): Promise<void> {
  const { world, batch, heard } = approving;
  const office = await world.play.desk(reviewer);
  const { notices } = await office.get<Batch>(`/subsidy-batches/${batch.id}`);
  const loan = await firstPaidLoan(office, batch);
  const first = notices.find((notice) => notice.state === 'posted');
  if (!first) throw new Error(`${batch.batch_no} hangs nowhere`);
  const objection = await office.post<{ id: string }>(`/notices/${first.id}/objections`, {
    ...{ loan_id: loan, reason: '贷款未用于所报产业', objector_kind: 'named' },
  });
  const finance = world.desk({ role: 'finance_reviewer', county: 'huining' });
  const upheld = finance.post(`/objections/${objection.id}/decisions`, {
    ...{ outcome: 'upheld', reason: '经乡镇核查属实' },
  });
  const told = await Promise.all(
    shuffled(approving).map((approver) => press(approving, approver, batch.lines_hash)),
  );
  await upheld;
  heard.early_yes += yeses(told);
}

async function firstPaidLoan(office: Desk, batch: Batch): Promise<string> {
  const path = `/subsidy-batches/${batch.id}/lines?excluded=false`;
  const { items } = await office.get<{ items: { loan_id: string }[] }>(path);
  const [line] = items;
  if (!line) throw new Error(`${batch.batch_no} pays nothing`);
  return line.loan_id;
}

/** All press at once; of a changed list every other one holds the version from before the change. */
export async function approveAtOnce(approving: Approving): Promise<void> {
  const { world, batch, changes, heard } = approving;
  const province = world.desk({ role: 'province_supervisor' });
  const now = await province.get<Batch>(`/subsidy-batches/${batch.id}`);
  const told = await Promise.all(
    shuffled(approving).map(async (approver, index) => {
      const stale = changes && index % 2 === 1;
      const yes = await press(approving, approver, stale ? batch.lines_hash : now.lines_hash);
      if (yes && stale) heard.stale_yes += 1;
      return yes;
    }),
  );
  heard.yes += yeses(told);
}
