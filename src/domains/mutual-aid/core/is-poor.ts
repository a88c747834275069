const POOR: readonly string[] = ['registered_poor', 'relapsed', 'monitored'];

/** Whether fiscal money pays the household's base share (清远): on the register, or back on it or watched. */
export const isPoor = (status: string | null): boolean => status !== null && POOR.includes(status);
