import { memo, type ReactElement } from 'react';
import type { AlertSummary } from '#libs/protocol';
import { dateTime, stopwatch } from '../app/time.js';
import { duration, useText, type Say } from '../texts/use-text.js';
import { isOverdue } from './order.js';
import { SeverityMark } from './severity-mark.js';

interface Props {
  readonly alert: AlertSummary;
  readonly now: number;
  readonly account: string;
  readonly top: number;
  readonly place: readonly [at: number, of: number];
  /** How many this row stands for. */
  readonly members: number;
  readonly tabStop: boolean;
  readonly opened: boolean;
  readonly focus: () => void;
  readonly open: () => void;
}

/** Younger than this a row appears with a short fade. */
const FRESH_MS = 3_000;

function Row({ alert, now, account, top, place, members, tabStop, opened, focus, open }: Props): ReactElement {
  const say = useText();
  const over = alert.endedAt !== null;
  const until = alert.endedAt === null ? now : Date.parse(alert.endedAt);
  const lasted = until - Date.parse(alert.occurredAt);
  const fresh = now - Date.parse(alert.detectedAt) < FRESH_MS;
  return (
    <div
      role="option"
      className="row"
      style={{ top }}
      aria-selected={opened}
      aria-posinset={place[0]}
      aria-setsize={place[1]}
      tabIndex={tabStop ? 0 : -1}
      data-testid="alert-row"
      data-alert-id={alert.id}
      data-kind={alert.kind}
      data-state={alert.state}
      data-severity={alert.severity}
      data-fresh={fresh}
      onClick={open}
      onFocus={focus}
      onKeyDown={(event) => {
        if (event.key === 'Enter') open();
      }}
    >
      <SeverityMark severity={alert.severity} hollow={over} />
      <span className="row-kind">{say(`kind.${alert.kind}`)}</span>
      <span className="row-name">{alert.superviseeName}</span>
      <time className="row-age" dateTime={alert.occurredAt} title={dateTime(alert.occurredAt)}>
        {stopwatch(lasted) ?? duration(say, lasted)}
      </time>
      <span className="row-state">
        <Owner alert={alert} account={account} say={say} />
        {members > 1 && <b data-testid="row-members"> · {say('incident.members', { count: members })}</b>}
        {alert.late && <em> · {say('queue.late')}</em>}
        {alert.kind === 'strap.open' && alert.count > 1 && <span> · {say('queue.count', { count: alert.count })}</span>}
        {alert.escalation > 0 && <em> · {say('queue.escalated', { level: alert.escalation })}</em>}
      </span>
      <Due alert={alert} now={now} say={say} />
    </div>
  );
}

export const AlertRow = memo(Row, (a, b) => {
  const same = a.alert === b.alert && a.now === b.now && a.top === b.top && a.tabStop === b.tabStop;
  return (
    same && a.opened === b.opened && a.members === b.members && a.place[1] === b.place[1] && a.account === b.account
  );
});

interface Part {
  readonly alert: AlertSummary;
  readonly say: Say;
}

function Owner({ alert, account, say }: Part & { readonly account: string }): ReactElement {
  if (alert.state === 'resolved') return <span>{say('state.resolved')}</span>;
  if (alert.state === 'suppressed') return <span>{say('state.suppressed')}</span>;
  if (alert.owner && alert.state === 'waiting')
    return (
      <span>
        {alert.owner.id === account ? say('act.mine') : alert.owner.name} · {say('state.waiting')}
      </span>
    );
  if (alert.owner) return <span>{alert.owner.id === account ? say('act.mine') : alert.owner.name}</span>;
  return <span>{alert.state === 'ended' ? say('state.ended') : say('queue.noOwner')}</span>;
}

function Due({ alert, now, say }: Part & { readonly now: number }): ReactElement | null {
  if (alert.owner || alert.state === 'resolved') return null;
  const left = Date.parse(alert.due) - now;
  const text = stopwatch(Math.abs(left)) ?? duration(say, Math.abs(left));
  return isOverdue(alert, now) ? (
    <span className="row-due over">{say('queue.overdue', { left: text })}</span>
  ) : (
    <span className="row-due">{say('queue.due', { left: text })}</span>
  );
}
