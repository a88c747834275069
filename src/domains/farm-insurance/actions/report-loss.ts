import type { PlainDate } from '../../../kernel/date.ts';
import { parseUnits } from '../../../kernel/units.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import { record } from '../../audit/index.ts';
import { dateAhead, samePerson, wrongState } from '../core/failures.ts';
import { indemnity, stageShare, withinSum } from '../core/indemnity.ts';
import * as failure from '../core/loss-failures.ts';
import type { Cause, LossRow } from '../core/loss-rows.ts';
import { termsByNumber } from '../farm-insurance.store.ts';
import * as store from '../insurance-loss.store.ts';
import { showLoss } from './read-losses.ts';
import { requirePolicy } from './read-policies.ts';

export interface LossInput {
  readonly policyId: bigint;
  readonly household_no: string;
  readonly cause: Cause;
  readonly happened_on: PlainDate;
  readonly units: string;
}

/** Takes a household's report of a loss (报案): within the days of its policy and the units of its line. */
export async function reportLoss(tx: Tx, context: Context, input: LossInput) {
  const policy = await requirePolicy(tx, input.policyId);
  if (input.happened_on > context.today) throw dateAhead('/happened_on');
  const line = await store.lineOfHousehold(tx, policy.id, input.household_no);
  if (!line) throw failure.lineMissing();
  const loss = await store.insertLoss(tx, {
    ...{ policy_id: policy.id, line_id: line.id, county_code: line.county_code, insurer_id: line.insurer_id },
    ...{ household_id: line.household_id, cause: input.cause, happened_on: input.happened_on },
    reported_units: readUnits(input.units, policy.unit_places),
    ...{ reported_by: actingPerson(context), reported_on: context.today },
  });
  await trace(tx, context, loss, 'reported');
  return showLoss(tx, loss.id);
}

function readUnits(text: string, places: number): bigint {
  const units = parseUnits(text, places);
  if (units === null || units === 0n) throw failure.unitsWanted(places);
  return units;
}

async function lossInState(
  tx: Tx,
  id: bigint,
  states: readonly LossRow['state'][],
  act: string,
): Promise<LossRow> {
  const loss = await store.lockLoss(tx, id);
  if (!loss) throw failure.lossMissing();
  if (!states.includes(loss.state)) throw wrongState(loss.state, act);
  return loss;
}

export interface AssessmentInput {
  readonly id: bigint;
  readonly units: string;
  readonly loss_percent: number;
  readonly stage: string | null;
  readonly surveyed_on: PlainDate;
  readonly survey_no: string;
}

/**
 * Assesses a loss (查勘定损) by the terms of its policy, within what is left of the sum insured; another person
 * than who reported it.
 */
export async function assessLoss(tx: Tx, context: Context, input: AssessmentInput) {
  const loss = await store.lockLoss(tx, input.id);
  if (!loss) throw failure.lossMissing();
  const by = decidedByAnother(context, loss, {
    ...{ waits: 'reported', enteredBy: loss.reported_by, samePerson },
    decided: (state) => wrongState(state, '定损'),
  });
  if (input.surveyed_on > context.today || input.surveyed_on < loss.happened_on) throw failure.surveyDays();
  const { terms_id, unit_places } = await requirePolicy(tx, loss.policy_id);
  const terms = await termsByNumber(tx, terms_id);
  const units = readUnits(input.units, unit_places);
  const line = await store.lockLine(tx, loss.line_id, loss.happened_on);
  if (units > line.units) throw failure.lossUnits();
  const most = stageShare(terms, input.stage);
  if (most === null) throw failure.stageWanted(terms.stage_names);
  const amount = indemnity(units, input.loss_percent, terms, most);
  if (amount === 0n) throw failure.belowLeast();
  const paid = withinSum(amount, line);
  if (paid <= 0n) throw failure.sumUsedUp();
  const changes = {
    ...{
      state: 'assessed',
      affected_units: String(units),
      loss_percent: input.loss_percent,
      stage: input.stage,
    },
    ...{ surveyed_on: input.surveyed_on, survey_no: input.survey_no, assessed_fen: String(paid) },
    ...{ assessed_by: String(by.decided_by), assessed_on: by.decided_on },
  };
  if (!(await store.changeLoss(tx, loss, changes))) throw wrongState(loss.state, '定损');
  await trace(tx, context, { ...loss, assessed_fen: paid }, 'assessed');
  return showLoss(tx, loss.id);
}

/** Says no to a loss with the reason; what was assessed of it counts no longer. */
export async function refuseLoss(
  tx: Tx,
  context: Context,
  input: { readonly id: bigint; readonly reason: string },
) {
  const loss = await lossInState(tx, input.id, ['reported', 'assessed'], '拒赔');
  const changes = { state: 'refused', reason: input.reason };
  if (!(await store.changeLoss(tx, loss, changes))) throw wrongState(loss.state, '拒赔');
  await trace(tx, context, loss, 'refused');
  return showLoss(tx, loss.id);
}

const trace = (tx: Tx, context: Context, loss: LossRow, act: string): Promise<void> =>
  record(tx, context, {
    act: `farm-insurance.loss-${act}`,
    subjectKind: 'insurance_loss',
    subjectId: loss.id,
    countyCode: loss.county_code,
    after: { cause: loss.cause, happened_on: loss.happened_on, assessed_fen: loss.assessed_fen },
  });
