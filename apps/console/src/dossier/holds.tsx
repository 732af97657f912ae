import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useId, useState, type ReactElement } from 'react';
import type { Hold } from '#libs/protocol';
import { answerOf, api } from '../api/client.js';
import { sendOnce } from '../api/idempotency.js';
import { keys, queryClient } from '../api/queries.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { dateTime } from '../app/time.js';
import { mayHold, mayRelease, useWatch } from '../app/watch.js';
import { useText } from '../texts/use-text.js';
import { HoldForm } from './hold-form.js';

/** Whether anything of this person may ever be deleted: who said no, why, since when, and who let it go again. */
export function Holds({ superviseeId }: { readonly superviseeId: string }): ReactElement {
  const say = useText();
  const { account } = useWatch();
  const [placing, setPlacing] = useState(false);
  const list = useQuery({
    queryKey: keys.holds(superviseeId),
    queryFn: () => answerOf(api.GET('/api/v1/supervisees/{id}/holds', { params: { path: { id: superviseeId } } })),
  });
  const items = list.data?.items ?? [];
  const standing = items.some(({ releasedAt }) => releasedAt === null);
  return (
    <section>
      <h3>{say('hold.title')}</h3>
      {list.isSuccess && (
        <p className={standing ? undefined : 'faded'}>{say(standing ? 'hold.standing' : 'hold.none')}</p>
      )}
      {list.isError && <ProblemPanel problem={list.error} retry={() => void list.refetch()} />}
      <ol className="log" data-testid="holds">
        {items.map((one) => (
          <OneHold key={one.id} hold={one} />
        ))}
      </ol>
      {mayHold(account) && !placing && (
        <Button size="small" onClick={() => setPlacing(true)}>
          {say('hold.begin')}
        </Button>
      )}
      {placing && <HoldForm superviseeId={superviseeId} close={() => setPlacing(false)} />}
    </section>
  );
}

function OneHold({ hold }: { readonly hold: Hold }): ReactElement {
  const say = useText();
  const { account } = useWatch();
  const open = hold.releasedAt === null;
  return (
    <li data-state={open ? 'open' : 'released'}>
      <b>{say(open ? 'hold.open' : 'hold.released')}</b> {say(`holdGround.${hold.ground}`)}
      <div className="faded">
        {say('hold.placed', {
          at: dateTime(hold.placedAt),
          name: hold.placedBy.name,
          role: say(`role.${hold.placedRole}`),
        })}
      </div>
      <p className="note">{hold.reason}</p>
      {hold.releasedAt !== null && (
        <>
          <div className="faded">
            {say('hold.releasedBy', { at: dateTime(hold.releasedAt), name: hold.releasedBy?.name ?? '' })}
          </div>
          <p className="note">{hold.releaseReason}</p>
        </>
      )}
      {open && mayRelease(account, hold.placedRole) && <Release hold={hold} />}
      {open && account.role === 'head' && !mayRelease(account, hold.placedRole) && (
        <p className="faded">{say('error.hold.of-prosecutor')}</p>
      )}
    </li>
  );
}

/** The reason is part of the act: the button waits for it. */
function Release({ hold }: { readonly hold: Hold }): ReactElement {
  const say = useText();
  const id = useId();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const releasing = useMutation({
    mutationFn: () =>
      sendOnce(`release hold ${hold.id}`, (header) =>
        answerOf(
          api.POST('/api/v1/holds/{id}/release', {
            params: { path: { id: hold.id }, header },
            body: { reason: reason.trim() },
          }),
        ),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.holds(hold.superviseeId) }),
  });
  if (!asking)
    return (
      <Button size="small" onClick={() => setAsking(true)}>
        {say('hold.release')}
      </Button>
    );
  return (
    <form
      className="act-form"
      onSubmit={(event) => {
        event.preventDefault();
        releasing.mutate();
      }}
    >
      <p className="faded">{say('hold.release.about')}</p>
      <label htmlFor={id}>{say('hold.release.reason')}</label>
      <Input id={id} autoFocus maxLength={2_000} value={reason} onChange={({ target }) => setReason(target.value)} />
      <div className="act-form-end">
        <Button type="primary" htmlType="submit" disabled={reason.trim() === ''} loading={releasing.isPending}>
          {say('hold.release')}
        </Button>
        <Button onClick={() => setAsking(false)}>{say('act.cancel')}</Button>
      </div>
      {releasing.isError && <ProblemPanel problem={releasing.error} />}
    </form>
  );
}
