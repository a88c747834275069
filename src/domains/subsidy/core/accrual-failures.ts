import { invalid, type Failure } from '../../../kernel/failure.ts';

/**
 * A loan, its terms or its history that cannot be settled; `pointer` names the field in the calculator's
 * contract.
 */
export function unsettleable(pointer: string, detail: string): Failure {
  return invalid({
    code: 'subsidy.unsettleable',
    detail,
    errors: [{ pointer, code: 'subsidy.unsettleable', detail }],
  });
}
