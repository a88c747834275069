import { pathsOf, replaceAt } from './mutate-json.ts';
import { withHeader, withJson, type Shot } from './shot.ts';

const MOST_TRIES = 60;

/** Takes away what the fault does not need, as long as it stays: query, headers, then values of the body. */
export async function shrink(shot: Shot, stillFails: (shot: Shot) => Promise<boolean>): Promise<Shot> {
  let smallest = shot;
  let tries = 0;
  const attempt = async (smaller: Shot): Promise<boolean> => {
    if (tries >= MOST_TRIES) return false;
    tries += 1;
    if (!(await stillFails(smaller))) return false;
    smallest = smaller;
    return true;
  };
  const [path = '', query] = shot.target.split('?');
  if (query !== undefined && !(await attempt({ ...smallest, target: path }))) {
    for (const pair of query.split('&')) await attempt({ ...smallest, target: `${path}?${pair}` });
  }
  for (const [name] of shot.headers) {
    if (name !== 'idempotency-key' && name !== 'authorization')
      await attempt(withHeader(smallest, name, null));
  }
  if (shot.json !== undefined) await shrinkJson(() => smallest, attempt);
  return smallest;
}

async function shrinkJson(current: () => Shot, attempt: (shot: Shot) => Promise<boolean>): Promise<void> {
  for (const path of pathsOf(current().json).toReversed()) {
    const { json } = current();
    await attempt(withJson(current(), replaceAt(json, path, undefined)));
  }
}
