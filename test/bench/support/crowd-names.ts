/** What the wristbands of a crowd begin with. */
export const CROWD = 'WB-';
export const wristbandName = (index: number): string => `${CROWD}${String(index + 1).padStart(6, '0')}`;
/** A crowd is many processes, each of which knows the secrets of its own. */
export const secretOf = (id: string): string => `secret of ${id}`;
