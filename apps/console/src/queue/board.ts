import type { AlertSummary, ConsoleEvent } from '#libs/protocol';

/** Every alert the page knows, by id. The resolved ones stay, so that an older answer cannot bring them back. */
export interface Board {
  readonly alerts: ReadonlyMap<string, AlertSummary>;
  /** How many changes the board has taken; a snapshot asked for at one of them knows nothing of later ones. */
  readonly changes: number;
  readonly changedAt: ReadonlyMap<string, number>;
  /** Since when nothing is open, in epoch milliseconds; undefined while something is, or when it is not known. */
  readonly calmSince: number | undefined;
}

export const emptyBoard: Board = { alerts: new Map(), changes: 0, changedAt: new Map(), calmSince: undefined };

export const needsSomebody = (alert: AlertSummary): boolean =>
  alert.state !== 'resolved' && alert.state !== 'suppressed';

/** Takes what is newer than what the board has. An event told twice, or out of order, changes nothing. */
export function withAlerts(board: Board, alerts: readonly AlertSummary[], now: number): Board {
  const newer = alerts.filter((alert) => alert.version > (board.alerts.get(alert.id)?.version ?? -1));
  if (newer.length === 0) return board;
  const changes = board.changes + 1;
  const changed = newer.map((alert) => [alert.id, changes] as const);
  return calmed(
    {
      ...board,
      alerts: new Map([...board.alerts, ...newer.map((alert) => [alert.id, alert] as const)]),
      changes,
      changedAt: new Map([...board.changedAt, ...changed]),
    },
    now,
  );
}

export const withEvents = (board: Board, events: readonly ConsoleEvent[], now: number): Board =>
  withAlerts(board, events.flatMap(alertOf), now);

export const alertOf = (event: ConsoleEvent): AlertSummary[] => (isOfAlert(event) ? [event.data] : []);

type AlertEvent = Extract<ConsoleEvent, { type: `alert.${string}` }>;
const isOfAlert = (event: ConsoleEvent): event is AlertEvent => event.type.startsWith('alert.');

type MonitoringEvent = Extract<ConsoleEvent, { type: `monitoring.${string}` }>;

/** About the platform itself, and nobody's alert. */
export const isAboutUs = (event: ConsoleEvent): event is MonitoringEvent => event.type.startsWith('monitoring.');

/**
 * Joins a snapshot asked for when the board had taken `asked` changes: what it leaves out was resolved while nobody
 * told us, unless it changed after we asked.
 */
export function withSnapshot(board: Board, snapshot: readonly AlertSummary[], asked: number, now: number): Board {
  const present = new Set(snapshot.map((alert) => alert.id));
  const gone = [...board.alerts.values()].filter(
    (alert) => needsSomebody(alert) && !present.has(alert.id) && (board.changedAt.get(alert.id) ?? 0) <= asked,
  );
  const alerts = new Map(board.alerts);
  for (const alert of gone) alerts.delete(alert.id);
  return calmed(withAlerts({ ...board, alerts }, snapshot, now), now);
}

function calmed(board: Board, now: number): Board {
  for (const alert of board.alerts.values())
    if (needsSomebody(alert)) return board.calmSince === undefined ? board : { ...board, calmSince: undefined };
  return board.calmSince === undefined ? { ...board, calmSince: latestResolution(board) ?? now } : board;
}

const latestResolution = (board: Board): number | undefined => {
  const times = [...board.alerts.values()].map((alert) => Date.parse(alert.resolvedAt ?? ''));
  const newest = Math.max(...times.filter((time) => !Number.isNaN(time)));
  return Number.isFinite(newest) ? newest : undefined;
};
