import { checkBankAccount, checkUscc } from '../../../kernel/identifiers.ts';
import type { OrganisationId } from '../../../kernel/ids.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { requireCountyInScope } from '../core/county-scope.ts';
import {
  identifierRefused,
  parentNotFound,
  parentRequired,
  regionNotFound,
  usccRequired,
} from '../core/failures.ts';
import { LICENSED_KINDS, type OrganisationKind } from '../core/kinds.ts';
import { findOrganisation, insertOrganisation } from '../organisation.store.ts';
import { findRegion } from '../region.store.ts';

export interface NewOrganisation {
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly uscc?: string | null | undefined;
  /** 12-digit code of the place; the county follows from it. */
  readonly region_code: string;
  readonly parent_id?: OrganisationId | null | undefined;
  readonly head_name?: string | null | undefined;
  readonly address?: string | null | undefined;
  readonly phone?: string | null | undefined;
  readonly account_name?: string | null | undefined;
  readonly account_no?: string | null | undefined;
  readonly account_bank?: string | null | undefined;
  readonly paid_in_capital_fen?: Fen | null | undefined;
}

/** Registers an office, bank, branch, enterprise or cooperative. */
export async function registerOrganisation(
  tx: Tx,
  context: Context,
  input: NewOrganisation,
): Promise<{ id: OrganisationId }> {
  const region = await findRegion(tx, input.region_code, context.today);
  if (!region) throw regionNotFound();
  requireCountyInScope(context.actor, region.county_code);
  const uscc = checkedUscc(input);
  const accountNo = checkedAccount(input.account_no ?? null);
  await checkParent(tx, input);
  const id = await insertOrganisation(tx, {
    kind: input.kind,
    name: input.name,
    uscc,
    region_id: region.id,
    county_code: region.county_code,
    parent_id: input.parent_id ?? null,
    head_name: input.head_name ?? null,
    address: input.address ?? null,
    phone: input.phone ?? null,
    account_name: input.account_name ?? null,
    account_no: accountNo,
    account_bank: input.account_bank ?? null,
    paid_in_capital_fen: input.paid_in_capital_fen ?? null,
  });
  await record(tx, context, {
    act: 'organisation.registered',
    subjectKind: 'organisation',
    subjectId: id,
    after: { kind: input.kind, name: input.name, uscc, region_code: input.region_code },
    countyCode: region.county_code,
  });
  return { id };
}

function checkedUscc(input: NewOrganisation): string | null {
  if (!input.uscc) {
    if (LICENSED_KINDS.includes(input.kind)) throw usccRequired();
    return null;
  }
  const check = checkUscc(input.uscc);
  if (check.fault !== null) throw identifierRefused('/uscc', check.fault);
  return check.normalised;
}

/** Accounts of organisations are settlement accounts: no check digit, digits only. */
function checkedAccount(accountNo: string | null): string | null {
  if (accountNo === null) return null;
  const check = checkBankAccount(accountNo, 'passbook');
  if (check.fault !== null) throw identifierRefused('/account_no', check.fault);
  return check.normalised;
}

async function checkParent(tx: Tx, input: NewOrganisation): Promise<void> {
  if (!input.parent_id) {
    if (input.kind === 'bank_branch') throw parentRequired();
    return;
  }
  const parent = await findOrganisation(tx, input.parent_id);
  if (!parent || (input.kind === 'bank_branch' && parent.kind !== 'bank')) throw parentNotFound();
}
