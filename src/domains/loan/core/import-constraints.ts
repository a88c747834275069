import { importForeignBank } from './failures.ts';
import { fileBySamePerson, fileOfBankReviewer, fileWaits } from './receipt-failures.ts';

/** Constraint of a file that was handed in → its refusal. */
export const importConstraintFailures = {
  import_file_bank_id_county_code_fkey: importForeignBank,
  import_file_other_person: fileBySamePerson,
  import_file_reviewer: fileOfBankReviewer,
  import_file_waits: fileWaits,
};
