import { operations } from '../api/operations.ts';
import type { OperationId } from '../api/call.ts';
import { ABOVE, BESIDE } from './nested.ts';

/** One kind of matter an office works on, with all that the API can do about it. */
export interface Matter {
  /** The path of its list without parameters, `loans` or `loans/dunnings`. */
  readonly name: string;
  list?: OperationId;
  read?: OperationId;
  /** Acts that begin a new one. */
  readonly begins: OperationId[];
  /** Acts on one of them. */
  readonly acts: OperationId[];
  /** What is asked about one of them apart from itself. */
  readonly parts: OperationId[];
  /** Files of one of them. */
  readonly files: OperationId[];
  /** Files of many of them, by conditions. */
  readonly exports: OperationId[];
}

const isParameter = (segment: string): boolean => segment.startsWith('{');

interface Place {
  readonly name: string;
  readonly ofOne: boolean;
  readonly tail: boolean;
}

/** Where in the tree of matters a path belongs: what stands before its last parameter, or its first word. */
function placeOf(path: string): Place {
  const segments = path.split('/').filter(Boolean);
  const last = segments.findLastIndex(isParameter);
  const upto = last === -1 ? 1 : last;
  const name = segments.slice(0, upto).filter((one) => !isParameter(one));
  return { name: name.join('/'), ofOne: last !== -1, tail: segments.length > (last === -1 ? 1 : last + 1) };
}

function put(matter: Matter, id: OperationId, { ofOne, tail }: Place): void {
  const { method, reply } = operations[id] ?? {};
  if (method !== 'get') (ofOne ? matter.acts : matter.begins).push(id);
  else if (reply === 'file') (ofOne ? matter.files : matter.exports).push(id);
  else if (tail) matter.parts.push(id);
  else if (ofOne) matter.read = id;
  else matter.list = id;
}

/** Who is logged in, and what is computed while typing, have places of their own in the frame. */
const APART = new Set(['session', 'sessions', 'calculators']);

const empty = (name: string): Matter => ({ name, begins: [], acts: [], parts: [], files: [], exports: [] });

/** Moves what is offered of one matter to another, where the people who need it are. */
function join(all: ReadonlyMap<string, Matter>): void {
  const of = (name: string): Matter => all.get(name) ?? empty(name);
  for (const [from, to] of Object.entries(ABOVE)) {
    of(to).begins.push(...of(from).begins.splice(0));
    of(to).exports.push(...of(from).exports.splice(0));
  }
  for (const [from, to] of Object.entries(BESIDE)) {
    const { read, acts } = of(from);
    if (read) of(to).parts.push(read);
    of(to).acts.push(...acts);
  }
}

function derive(): ReadonlyMap<string, Matter> {
  const all = new Map<string, Matter>();
  for (const [id, { path }] of Object.entries(operations)) {
    const place = placeOf(path);
    if (APART.has(place.name.split('/')[0] ?? '')) continue;
    const matter = all.get(place.name) ?? empty(place.name);
    put(matter, id as OperationId, place);
    all.set(place.name, matter);
  }
  join(all);
  return all;
}

/** All matters of the API by name: whatever it learns to do has its place without a word here. */
export const MATTERS: ReadonlyMap<string, Matter> = derive();

/** The page of what an act began, by the number it answered; null where there is none. */
export function pageOfBegun(act: OperationId, answer: Readonly<Record<string, unknown>>): string | null {
  const place = placeOf(operations[act]?.path ?? '');
  const { id } = answer;
  const opened = !place.ofOne && MATTERS.get(place.name)?.read !== undefined;
  return opened && typeof id === 'string' ? `/${place.name}/${id}` : null;
}
