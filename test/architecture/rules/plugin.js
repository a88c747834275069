import { amountDivision } from './amount-division.js';
import { commentWidth } from './comment-width.js';
import { fileName } from './file-name.js';
import { halfOpenDates } from './half-open-dates.js';
import { noParkedTests } from './no-parked-tests.js';
import { pure } from './pure.js';
import { reasonedExceptions } from './reasoned-exceptions.js';

/** Rules of this house that no published plugin has. */
export const sifang = {
  rules: {
    pure,
    'amount-division': amountDivision,
    'comment-width': commentWidth,
    'file-name': fileName,
    'half-open-dates': halfOpenDates,
    'no-parked-tests': noParkedTests,
    'reasoned-exceptions': reasonedExceptions,
  },
};
