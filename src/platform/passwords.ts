import { hash, verify } from '@node-rs/argon2';

/** Too much of a costly work is waiting already: answered as 503, to be tried again. */
export class OverloadedError extends Error {
  override readonly name = 'OverloadedError';
}

/** OWASP's floor for argon2id, which is the library's default algorithm: 19 MiB, two passes. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const PARALLEL = 2;
const MAX_WAITING = 6;

let running = 0;
const waiting: (() => void)[] = [];

/** At most two hashes at once: each takes memory and a core, and strangers may ask for them. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= PARALLEL) {
    if (waiting.length >= MAX_WAITING) throw new OverloadedError('too many passwords at once');
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

/** Argon2id in PHC text, with its own salt. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password, COST));

/** Hash of a password nobody has: what an unknown user is compared with, so that both take the same time. */
let nobodysHash: Promise<string> | undefined;

/** Whether `password` belongs to `passwordHash`; with null it works as long and says no. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  nobodysHash ??= hash('nobody has this password', COST);
  const compared = passwordHash ?? (await nobodysHash);
  const equal = await inTurn(() => verify(compared, password));
  return passwordHash !== null && equal;
}
