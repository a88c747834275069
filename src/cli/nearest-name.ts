/** Edits (insert, delete, replace) that lead from one word to the other. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  [...from].forEach((letter, line) => {
    const next = [line + 1];
    [...to].forEach((other, column) => {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    });
    row = next;
  });
  return row[to.length] ?? 0;
}

/** The name most like `typed`; null when none is like it. */
export function nearestName(typed: string, names: readonly string[]): string | null {
  const begun = names.find((name) => typed.length >= 2 && name.startsWith(typed));
  if (begun) return begun;
  const ranked = names
    .map((name) => ({ name, edits: distance(typed.slice(0, 40), name) }))
    .sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  return best && best.edits <= 2 && best.edits < best.name.length - 1 ? best.name : null;
}
