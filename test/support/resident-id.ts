const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** A valid number of nobody: its area code belongs to no place. */
export function residentId(birth: string, order: number): string {
  const body = `629921${birth}${String(order).padStart(3, '0')}`;
  const sum = WEIGHTS.reduce((total, weight, position) => total + weight * Number(body[position]), 0);
  return body + '10X98765432'.charAt(sum % 11);
}
