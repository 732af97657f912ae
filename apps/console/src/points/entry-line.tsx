import { Button, Input } from 'antd';
import { useState, type ReactElement } from 'react';
import { Link } from 'react-router';
import type { PointsEntry } from '#libs/protocol';
import { Moment } from '../app/moment.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { dateTime } from '../app/time.js';
import { useWatch } from '../app/watch.js';
import { useText } from '../texts/use-text.js';
import { actsOffered, needsReason, type ActOfEntry } from './acts-of-entry.js';
import { useActOnEntry } from './queries.js';

/** One entry of the ledger: what for, by which clause, what it rests on, who did what to it, and what can be done. */
export function EntryLine({
  entry,
  named = false,
}: {
  readonly entry: PointsEntry;
  readonly named?: boolean;
}): ReactElement {
  const say = useText();
  const sign = entry.sign === 'add' ? '+' : '−';
  return (
    <li data-entry-id={entry.id} data-state={entry.state}>
      <b className={`points-${entry.sign}`}>
        {sign}
        {entry.asked}
      </b>{' '}
      <b>{entry.itemName}</b> {named && <Link to={`/supervisees/${entry.superviseeId}`}>{entry.superviseeName}</Link>}{' '}
      <span className="faded">{say(`points.state.${entry.state}`)}</span>
      {entry.capped !== '0' && <span> · {say('points.capped', { points: entry.capped })}</span>}
      <div className="faded">
        {entry.partName} · {entry.clause} · {dateTime(entry.at)}
      </div>
      {entry.reason !== entry.itemName && <p className="note">{entry.reason}</p>}
      {entry.alerts.length > 0 && (
        <div>
          {say('points.restsOn')}{' '}
          {entry.alerts.map(({ id, kind }) => (
            <Link key={id} to={`/alerts/${id}`} className="points-alert">
              {say(`kind.${kind}`)}
            </Link>
          ))}
        </div>
      )}
      <div className="faded">
        {say('points.act.proposed')} {entry.proposedBy?.name ?? say('points.platform')} <Moment at={entry.proposedAt} />
      </div>
      {entry.acts.map((act) => (
        <div key={act.act} data-act={act.act}>
          {say(`points.act.${act.act}`)} {act.by?.name ?? say('points.platform')} <Moment at={act.at} />
          {act.reason !== '' && <> · {act.reason}</>}
          {act.due !== null && <span className="faded"> · {say('points.answerBy', { at: dateTime(act.due) })}</span>}
        </div>
      ))}
      <Acts entry={entry} />
    </li>
  );
}

function Acts({ entry }: { readonly entry: PointsEntry }): ReactElement {
  const say = useText();
  const { account } = useWatch();
  const [chosen, setChosen] = useState<ActOfEntry>();
  const [reason, setReason] = useState('');
  const acting = useActOnEntry(entry.id);
  const choose = (act: ActOfEntry): void => {
    if (needsReason(act)) setChosen(act);
    else acting.mutate({ act, reason: '' });
  };
  const words = reason.trim();
  const done = (): void => {
    setChosen(undefined);
    setReason('');
  };
  return (
    <>
      {chosen === undefined ? (
        <div className="act-form-end">
          {actsOffered(entry, account).map((act) => (
            <Button
              key={act}
              size="small"
              type={act === 'confirmed' ? 'primary' : 'default'}
              loading={acting.isPending}
              onClick={() => choose(act)}
            >
              {say(`points.do.${act}`)}
            </Button>
          ))}
        </div>
      ) : (
        <form
          className="act-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (words !== '') acting.mutate({ act: chosen, reason: words }, { onSuccess: done });
          }}
        >
          <Input
            size="small"
            autoFocus
            aria-label={say('points.reason')}
            placeholder={say('points.reason')}
            maxLength={2_000}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
          <div className="act-form-end">
            <Button size="small" type="primary" htmlType="submit" disabled={words === ''} loading={acting.isPending}>
              {say(`points.do.${chosen}`)}
            </Button>
            <Button size="small" onClick={done}>
              {say('act.cancel')}
            </Button>
          </div>
        </form>
      )}
      {acting.isError && <ProblemPanel problem={acting.error} />}
    </>
  );
}
