import { useShortcuts } from '../app/shortcuts.js';
import { neighbour } from './arrange.js';
import { pendingAct, type KeyAct } from './pending-act.js';

interface Keys {
  readonly rows: readonly string[];
  readonly chosen: string | undefined;
  readonly opened: string | undefined;
  readonly acting: boolean;
  readonly choose: (id: string) => void;
  readonly open: (id: string) => void;
  readonly release: () => void;
}

/** The hand of the keyboard: j k move, Enter opens, c a r n act on the row under the focus or on what is open. */
export function useQueueKeys({ rows, chosen, opened, acting, choose, open, release }: Keys): void {
  const move = (steps: number) => (): void => {
    const to = neighbour(rows, focusedRow() ?? chosen ?? opened, steps);
    if (to === undefined) return;
    choose(to);
    const row = rowOf(to);
    if (row) return row.focus();
    // Out of sight it is drawn only when the list has scrolled to it.
    requestAnimationFrame(() => requestAnimationFrame(() => rowOf(to)?.focus()));
  };
  const act = (name: KeyAct) => (): void => {
    const id = focusedRow() ?? opened;
    if (id === undefined || !acting) return;
    if (id !== opened) open(id);
    pendingAct.set({ id, act: name });
  };
  useShortcuts({
    j: move(1),
    k: move(-1),
    c: act('claim'),
    a: act('ack'),
    r: act('resolve'),
    n: act('note'),
    u: release,
    m: () => document.querySelector<HTMLElement>('.maplibregl-canvas')?.focus(),
  });
}

const rowOf = (id: string): HTMLElement | null => document.querySelector(`[data-alert-id="${CSS.escape(id)}"]`);

const focusedRow = (): string | undefined =>
  document.activeElement instanceof HTMLElement ? document.activeElement.dataset['alertId'] : undefined;
