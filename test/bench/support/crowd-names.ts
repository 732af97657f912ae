export const wristbandName = (index: number): string => `WB-${index.toString().padStart(6, '0')}`;
export const secretOf = (id: string): string => `secret of ${id}`;
