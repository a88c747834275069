import { operation } from '../api/operations.ts';
import { actWord } from '../words.ts';

/** The words on a button: those of the desk, else what the act does, up to the first remark. */
export function actName(id: string): string {
  const [name = ''] = operation(id).summary.split(/[，；：（。]/);
  return actWord(id) ?? name;
}
