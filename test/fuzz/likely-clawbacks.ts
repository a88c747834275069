import type { Recipe } from './likely.ts';

/** What was overpaid is asked back by the county office; finance decides and books what comes. */
const ofClawback =
  (where: string, role: 'finance_approver' | 'finance_payer', body?: (serial: number) => unknown): Recipe =>
  async (ask) => {
    const found = await ask.one<{ id: string; county_code: string; open: string }>(
      `select id::text, county_code from subsidy_clawback where ${where}`,
    );
    return (
      found && {
        actor: ask.inCounty(role, found.county_code),
        params: { id: found.id },
        json: body?.(ask.serial),
      }
    );
  };

const proposeSubsidyClawback: Recipe = async (ask) => {
  const loan = await ask.one<{ id: string; county_code: string }>(
    `select c.loan_id::text as id, c.county_code from subsidy_correction c join loan l on l.id = c.loan_id
     where c.rest_fen < 0 and c.assessed_version = l.facts_version
       and not exists (select from subsidy_clawback k where k.loan_id = c.loan_id and k.state = 'proposed')`,
  );
  return (
    loan && {
      actor: ask.inCounty('county_office', loan.county_code),
      params: { id: loan.id },
      json: { reason: '挪用核实，追回多付贴息', due_on: '2030-12-31' },
    }
  );
};

/** What finance or a bank enters and the county office confirms. */
const OF_THE_OFFICE = [
  ...['suspension_lift', 'fund_terms', 'insurance_terms', 'agreement_arrival', 'agreement_return'],
];

/** Whoever may confirm it, at the place it was entered for. */
const ofEntered =
  (body?: object): Recipe =>
  async (ask) => {
    const found = await ask.one<{ id: string; county_code: string | null; kind: string }>(
      `select id::text, county_code, kind from countersign where state = 'entered'`,
    );
    if (!found) return null;
    const actor =
      found.kind === 'programme_terms' || found.county_code === null
        ? 'sheng.b'
        : ask.inCounty(
            OF_THE_OFFICE.includes(found.kind) ? 'county_office' : 'finance_approver',
            found.county_code,
          );
    return { actor, params: { id: found.id }, json: body ?? {} };
  };

export const CLAWBACK_RECIPES: Readonly<Record<string, Recipe>> = {
  proposeSubsidyClawback,
  confirmSubsidyClawback: ofClawback(`state = 'proposed'`, 'finance_approver'),
  refuseSubsidyClawback: ofClawback(`state = 'proposed'`, 'finance_approver', () => ({
    reason: '金额有误，退回重提',
  })),
  recordClawbackRepayment: async (ask) =>
    ofClawback(`state = 'confirmed'`, 'finance_payer', (serial) => ({
      ...{ paid_on: ask.today, amount: '0.01', bank_serial: `FZ${serial}Z` },
    }))(ask),
  issueClawbackNotice: ofClawback(`state in ('confirmed', 'settled')`, 'finance_payer', () => ({})),
  readSubsidyClawback: ofClawback('true', 'finance_payer'),
  confirmCountersign: ofEntered(),
  refuseCountersign: ofEntered({ reason: '录入有误，退回重填' }),
  listCountersigns: async () => ({ actor: 'fupin.huining' }),
  listSubsidyClawbacks: async () => ({ actor: 'fupin.huining' }),
  listSubsidyDifferences: async () => ({ actor: 'fupin.huining' }),
};
