/**
 * Codes that the terms of a programme choose from, and the API therefore takes as text: what a desk is
 * offered, the usual ones first.
 */
export const CODES: Readonly<Record<string, readonly string[]>> = {
  product_code: ['microloan', 'relocation', 'house-rebuilding', 'student'],
  purpose_code: [
    'breeding',
    'planting',
    'processing',
    'e_commerce',
    'trade',
    'transport',
    'tourism',
    'machinery',
    'handicraft',
    'other_production',
  ],
};
