export type PasswordFault = 'too-short' | 'too-long' | 'contains-username' | 'too-simple' | 'well-known';

export const MIN_LENGTH = 12;
export const MAX_LENGTH = 128;

/** Starts of the passwords that lists of stolen ones are full of and that are long enough to pass. */
const WELL_KNOWN = [
  ...['password', 'passw0rd', 'p@ssw0rd', 'qwertyuiop', 'qwerty123', '1qaz2wsx', 'q1w2e3r4', 'zxcvbnm'],
  ...['letmein', 'iloveyou', 'welcome', 'admin', 'woaini', '5201314', '1314520', 'sifang', 'abcd1234'],
];
/** What may be added to a well-known word without making it a password. */
const PADDING = 8;

/**
 * What is wrong with a chosen password; null when it will do. Length counts, composition does not:
 * ASVS 5.0, 6.2.
 * `password` is taken as typed, neither trimmed nor cut.
 */
export function passwordFault(password: string, username: string): PasswordFault | null {
  const length = [...password].length;
  if (length < MIN_LENGTH) return 'too-short';
  if (length > MAX_LENGTH) return 'too-long';
  const lower = password.toLowerCase();
  if (lower.includes(username.toLowerCase())) return 'contains-username';
  if (new Set(lower).size < 5 || isRun(lower)) return 'too-simple';
  const known = WELL_KNOWN.some((word) => lower.startsWith(word) && length - word.length <= PADDING);
  return known ? 'well-known' : null;
}

/** Every character one more, or one less, than the one before, but for where digits start anew. */
function isRun(text: string): boolean {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, index) => code - (codes[index] ?? 0));
  const breaks = (step: number): number => steps.filter((each) => each !== step).length;
  return Math.min(breaks(1), breaks(-1)) <= 1;
}
