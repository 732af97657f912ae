import type { AlertDetail } from '#libs/protocol';

export interface TimeMark {
  /** 0 at the beginning of the line, 1 at its end. */
  readonly place: number;
  readonly is: 'used' | 'ignored' | 'record' | 'act';
  readonly at: string;
  /** Of an act or a record: what it was, as the wire names it. */
  readonly what?: string;
}

/** An alert from before its first evidence to now, or to the last that was done about it. */
export interface TimeLine {
  readonly from: number;
  readonly to: number;
  /** While it lasted. */
  readonly episode: readonly [from: number, to: number];
  readonly marks: readonly TimeMark[];
}

export function timelineOf(alert: AlertDetail, now: number): TimeLine {
  const { fixes, records } = alert.evidence;
  const marks = [
    ...fixes.map(({ at, used }) => ({ at, is: used ? ('used' as const) : ('ignored' as const) })),
    ...records.map(({ at, kind }) => ({ at, is: 'record' as const, what: kind })),
    ...alert.acts.map(({ at, act }) => ({ at, is: 'act' as const, what: act })),
  ];
  const began = Date.parse(alert.occurredAt);
  const ended = alert.endedAt === null ? now : Date.parse(alert.endedAt);
  const times = [began, ended, ...marks.map(({ at }) => Date.parse(at))];
  const [from, to] = [Math.min(...times), Math.max(...times, Math.min(...times) + 1)];
  const place = (at: number): number => (at - from) / (to - from);
  return {
    from,
    to,
    episode: [place(began), place(ended)],
    marks: marks.map((mark) => ({ ...mark, place: place(Date.parse(mark.at)) })),
  };
}
