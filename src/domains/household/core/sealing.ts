/**
 * What a sealed field belongs to: authenticated with it, so that a value cannot be moved to another field.
 */
export const BINDINGS = {
  idNo: 'household_member.id_no',
  card: 'household.card_account',
  phone: 'household.phone',
  helperPhone: 'household_helper.phone',
} as const;
