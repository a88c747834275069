import { ACTS } from './words/acts.ts';
import { FIELDS } from './words/fields.ts';
import { MATTER_NAMES } from './words/matters.ts';
import { TERMS } from './words/terms.ts';
import { BY_FIELD, VALUES } from './words/values.ts';

/**
 * What a person at a desk reads for a name of the API. No page spells such a word itself; pages only say what
 * they are.
 */
export const fieldWord = (name: string): string => FIELDS[name] ?? TERMS[name] ?? name;

/**
 * A value out of a closed list. A value that means two things is told apart by its field; free text stays.
 */
export const valueWord = (name: string, value: string): string =>
  BY_FIELD[`${name}:${value}`] ?? VALUES[value] ?? value;

/** A button's own words; none where the API's sentence is short enough. */
export const actWord = (id: string): string | undefined => ACTS[id];

/** The name of a kind of matter, as a menu and a title say it. */
export const matterWord = (name: string): string => MATTER_NAMES[name] ?? name;
