import { COUNTY } from './places.ts';
import type { Model } from './model.ts';
import { enterMoney, sealed } from './moves/village.ts';
import type { Reply, Stage } from './stage.ts';
import type { Step } from './step.ts';

/** 盐池 fee and split, 清远 base share, 宁陕 stop; five members of one group. */
const TERMS = {
  ...{
    document_no: '会员大会决议〔2016〕1号',
    effective_from: '2015-01-01',
    fee_per_mille: '7',
    fee_cap_per_mille: '15',
  },
  ...{ reserve_percent: '40', welfare_percent: '20', running_percent: '40', staff_cap_percent: '70' },
  ...{ lending_warn_percent: '50', bad_stop_percent: '15', group_min: 4, group_max: 8 },
  ...{ exit_after_months: 12, contribution_unit: '100.00', min_units: 1, max_units: 20 },
  ...{ start_total: '2000.00', base_share: '500.00', first_loan: '5000.00', loan_step: '2500.00' },
  ...{ loan_max: '10000.00', min_months: 3, max_months: 12, extension_count: 1, extension_months: 6 },
  ...{ quorum_percent: '66.6666', yes_percent: '50' },
};
const MEMBERS = 5;

/** The village's society on its first day: members, their money, fiscal money, one group. */
export async function foundSociety(
  stage: Stage,
  model: Model,
  take: (step: Step) => Promise<void>,
): Promise<void> {
  const { village } = model;
  const opened = await stage.post('office', '/mutual-societies', {
    village_code: `${COUNTY}100200`,
    organisation_id: await stage.ask(
      `select id as value from organisation where kind = 'mutual_aid_society'`,
    ),
    deposit_bank_id: await stage.bankId('A'),
  });
  village.id = idOf(opened);
  const at = `/mutual-societies/${village.id}`;
  idOf(await stage.post('office', `${at}/terms`, TERMS));
  for (const { no } of model.households.slice(0, MEMBERS)) {
    const person = { household_no: `H${no}`, name: `户主${no}`, joined_on: model.today };
    village.members.push({ id: idOf(await stage.post('accountant', `${at}/members`, person)), no });
  }
  const money = { who: null, ago: 0, member: 0 };
  for (const [member] of village.members.entries())
    for (const step of sealed(
      model,
      enterMoney(model, { ...money, kind: 'contribution', amount: 1_000_00, member }),
    ))
      await take(step);
  for (const step of sealed(model, enterMoney(model, { ...money, kind: 'grant', amount: 20_000_00 })))
    await take(step);
  idOf(
    await stage.post('accountant', `${at}/groups`, {
      ...{ name: '第一联保小组', agreement_no: 'LB-2016-1', formed_on: model.today },
      member_ids: village.members.map(({ id }) => id),
    }),
  );
}

function idOf(reply: Reply): string {
  if (reply.status >= 300) throw new Error(`${reply.status} ${reply.text}`);
  return String(reply.body['id']);
}
