/** Names and their words out of a text: `name 词` each, apart by white space. */
export function wordList(text: string): Readonly<Record<string, string>> {
  const parts = text.trim().split(/\s+/);
  const pairs = Array.from({ length: parts.length / 2 }, (_, at) => parts.slice(2 * at, 2 * at + 2));
  return Object.fromEntries(pairs as [string, string][]);
}
