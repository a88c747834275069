/** A name as anyone may read it: its first character, the others as stars (张三丰 → 张**). */
export const maskName = (name: string): string => {
  const [first = '', ...others] = name;
  return first + '*'.repeat(Math.max(1, others.length));
};
