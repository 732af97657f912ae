import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useId, useState, type ReactElement } from 'react';
import { alertKinds, type AlertKind, type Suppression } from '#libs/protocol';
import { answerOf, api } from '../api/client.js';
import { sendOnce } from '../api/idempotency.js';
import { keys, queryClient } from '../api/queries.js';
import { serverNow, useNow } from '../app/clock.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { dateTime } from '../app/time.js';
import { mayAct, useWatch } from '../app/watch.js';
import { useText } from '../texts/use-text.js';

const HOUR_MS = 3_600_000;
const offered = [1, 4, 8, 24, 72, 168];

const readAgain = (): Promise<void> => queryClient.invalidateQueries({ queryKey: keys.suppressions });

/** Which alerts about this person call nobody: who said so, why, until when, and how many there were. */
export function Suppressions({ superviseeId }: { readonly superviseeId: string }): ReactElement {
  const say = useText();
  const { account } = useWatch();
  const [asking, setAsking] = useState(false);
  const list = useQuery({
    queryKey: [...keys.suppressions, superviseeId],
    queryFn: () =>
      answerOf(api.GET('/api/v1/suppressions', { params: { query: { supervisee: superviseeId, limit: 20 } } })),
  });
  const items = list.data?.items ?? [];
  return (
    <section>
      <h3>{say('suppression.title')}</h3>
      {list.isSuccess && items.length === 0 && <p className="faded">{say('suppression.none')}</p>}
      {list.isError && <ProblemPanel problem={list.error} retry={() => void list.refetch()} />}
      <ol className="log" data-testid="suppressions">
        {items.map((one) => (
          <OneSuppression key={one.id} one={one} />
        ))}
      </ol>
      {mayAct(account) &&
        (asking ? (
          <SuppressionForm superviseeId={superviseeId} cancel={() => setAsking(false)} />
        ) : (
          <Button size="small" onClick={() => setAsking(true)} data-testid="suppression-new">
            {say('suppression.new')}
          </Button>
        ))}
    </section>
  );
}

function OneSuppression({ one }: { readonly one: Suppression }): ReactElement {
  const say = useText();
  const now = useNow();
  const { account } = useWatch();
  const [reason, setReason] = useState('');
  const approving = useMutation({
    mutationFn: () =>
      sendOnce(`approve suppression ${one.id}`, (header) =>
        answerOf(api.POST('/api/v1/suppressions/{id}/approve', { params: { path: { id: one.id }, header } })),
      ),
    onSettled: readAgain,
  });
  const ending = useMutation({
    mutationFn: () =>
      sendOnce(`end suppression ${one.id}`, (header) =>
        answerOf(
          api.POST('/api/v1/suppressions/{id}/end', { params: { path: { id: one.id }, header }, body: { reason } }),
        ),
      ),
    onSettled: readAgain,
  });
  const over = one.state === 'ended' || Date.parse(one.to) <= now;
  const own = one.proposedBy.id === account.id;
  const approves = !over && one.state === 'proposed' && ['county', 'head'].includes(account.role);
  return (
    <li data-state={over ? 'ended' : one.state}>
      <b>{say(`suppressionState.${over ? 'ended' : one.state}`)}</b>{' '}
      {one.kind === null ? say('suppression.all') : say(`kind.${one.kind}`)}
      {' · '}
      {say('suppression.held', { held: one.held })}
      <div className="faded">
        {say('suppression.until', { to: dateTime(one.to) })} · {say('suppression.by', { name: one.proposedBy.name })}
        {one.approvedBy !== null && <> · {say('suppression.approvedBy', { name: one.approvedBy.name })}</>}
      </div>
      <p className="note">{one.reason}</p>
      {one.endReason !== null && <p className="note">{one.endReason}</p>}
      {approves && own && <p className="faded">{say('suppression.own')}</p>}
      {approves && !own && (
        <Button type="primary" size="small" loading={approving.isPending} onClick={() => approving.mutate()}>
          {say('suppression.approve')}
        </Button>
      )}
      {!over && mayAct(account) && (
        <form
          className="act-form"
          onSubmit={(event) => {
            event.preventDefault();
            ending.mutate();
          }}
        >
          <Input
            size="small"
            aria-label={say('suppression.endReason')}
            placeholder={say('suppression.endReason')}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
          <Button size="small" htmlType="submit" disabled={reason.trim() === ''} loading={ending.isPending}>
            {say('suppression.end')}
          </Button>
        </form>
      )}
      {approving.isError && <ProblemPanel problem={approving.error} />}
      {ending.isError && <ProblemPanel problem={ending.error} />}
    </li>
  );
}

interface Asked {
  readonly superviseeId: string;
  readonly cancel: () => void;
}

function SuppressionForm({ superviseeId, cancel }: Asked): ReactElement {
  const say = useText();
  const reasonId = useId();
  const [kind, setKind] = useState<AlertKind | ''>('device.silent');
  const [hours, setHours] = useState(4);
  const [reason, setReason] = useState('');
  const begin = useMutation({
    mutationFn: () => {
      const to = new Date(serverNow() + hours * HOUR_MS - 60_000).toISOString();
      const body = { superviseeId, ...(kind === '' ? {} : { kind }), reason: reason.trim(), to };
      return sendOnce(`suppress ${superviseeId} ${kind} ${hours} ${reason}`, (header) =>
        answerOf(api.POST('/api/v1/suppressions', { params: { header }, body })),
      );
    },
    onSuccess: () => setReason(''),
    onSettled: readAgain,
  });
  const kinds = [
    { value: '' as const, label: say('suppression.all') },
    ...alertKinds.map((value) => ({ value, label: say(`kind.${value}`) })),
  ];
  return (
    <form
      className="act-form"
      data-testid="suppression-form"
      onSubmit={(event) => {
        event.preventDefault();
        begin.mutate();
      }}
    >
      <Select<AlertKind | ''> aria-label={say('suppression.kind')} value={kind} onChange={setKind} options={kinds} />
      <Select<number>
        aria-label={say('suppression.hours')}
        value={hours}
        onChange={setHours}
        options={offered.map((value) => ({ value, label: say('suppression.forHours', { hours: value }) }))}
      />
      <label htmlFor={reasonId}>{say('suppression.reason')}</label>
      <Input.TextArea
        id={reasonId}
        rows={2}
        maxLength={2_000}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
      <div className="act-form-end">
        <Button type="primary" htmlType="submit" disabled={reason.trim() === ''} loading={begin.isPending}>
          {say('suppression.begin')}
        </Button>
        <Button onClick={cancel}>{say('act.cancel')}</Button>
      </div>
      {begin.data?.state === 'proposed' && <p className="faded">{say('suppression.second')}</p>}
      {begin.isError && <ProblemPanel problem={begin.error} />}
    </form>
  );
}
