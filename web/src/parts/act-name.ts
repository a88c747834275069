import { operation } from '../api/operations.ts';

/** The words on a button: what the act does, up to the first remark. */
export function actName(id: string): string {
  const [name = ''] = operation(id).summary.split(/[，；：（。]/);
  return name;
}
