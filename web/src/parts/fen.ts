/** Yuan as text in fen, exact: no number of the browser touches money. */
export const fenOf = (yuan: string): bigint => BigInt(yuan.replace('.', ''));

export const yuanOf = (fen: bigint): string => {
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};
