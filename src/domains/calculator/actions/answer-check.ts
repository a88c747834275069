import type { PlainDate } from '../../../kernel/date.ts';
import {
  checkBankAccount,
  checkResidentId,
  checkUscc,
  IDENTIFIER_FAULTS,
  IDENTIFIER_WARNINGS,
  type IdentifierCheck,
} from '../../../kernel/identifiers.ts';
import { unreachable } from '../../../kernel/invariant.ts';
import { checkCase, type CheckCase } from '../calculator.schema.ts';
import { readCase } from '../read-case.schema.ts';
import { replyTo, type Reply } from './reply.ts';

function verdict<Facts>(check: IdentifierCheck<Facts>, factsReply: (facts: Facts) => Reply): Reply {
  const warnings = check.warnings.map((warning) => IDENTIFIER_WARNINGS[warning]);
  return {
    valid: check.fault === null,
    normalised: check.normalised,
    warnings: check.fault === null ? warnings : [IDENTIFIER_FAULTS[check.fault], ...warnings],
    facts: check.facts === null ? {} : factsReply(check.facts),
  };
}

function verdictOn(asked: CheckCase, today: PlainDate | undefined): Reply {
  switch (asked.kind) {
    case 'resident_id':
      return verdict(checkResidentId(asked.value, today), (facts) => ({
        birth_date: facts.birthDate,
        sex: facts.sex,
        area_code: facts.areaCode,
      }));
    case 'uscc':
      return verdict(checkUscc(asked.value), (facts) => ({
        area_code: facts.areaCode,
        organisation_code: facts.organisationCode,
      }));
    case 'bank_account':
      return verdict(checkBankAccount(asked.value), (facts) => ({ account_type: facts.accountType }));
    default:
      return unreachable(asked.kind);
  }
}

/** Checks one identifier (证号、代码、账号校验); `today` closes birth dates in the future. */
export function answerCheck(json: unknown, today?: PlainDate): Reply {
  const asked = readCase(checkCase, json);
  return replyTo(asked.id, verdictOn(asked, today));
}
