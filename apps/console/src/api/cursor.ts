/** Feed cursors are 64-bit numbers in decimal: compared by length, then by digits. */
export const isAfter = (a: string, b: string): boolean => a.length > b.length || (a.length === b.length && a > b);

/** Where a page has read the feed up to: survives a reload of the tab, not the tab. */
export interface CursorMemory {
  read(account: string): string | undefined;
  write(account: string, cursor: string): void;
  forget(): void;
}

const KEY = 'zhengtu.cursor';

export function cursorMemory(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): CursorMemory {
  return {
    read(account) {
      const [owner, cursor] = (storage.getItem(KEY) ?? '').split(' ');
      // Another person's cursor says nothing about what this one has seen.
      return owner === account && cursor !== undefined && /^[0-9]{1,19}$/.test(cursor) ? cursor : undefined;
    },
    write: (account, cursor) => storage.setItem(KEY, `${account} ${cursor}`),
    forget: () => storage.removeItem(KEY),
  };
}
