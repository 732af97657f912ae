import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState, type ReactElement } from 'react';
import type { Leave, Supervisee } from '#libs/protocol';
import { answerOf, api } from '../api/client.js';
import { sendOnce } from '../api/idempotency.js';
import { keys, queryClient } from '../api/queries.js';
import { Moment } from '../app/moment.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { dateTime } from '../app/time.js';
import { useWatch } from '../app/watch.js';
import { useText } from '../texts/use-text.js';
import { LeaveForm, type WantedLeave } from './leave-form.js';

const again = (id: string): Promise<void> => queryClient.invalidateQueries({ queryKey: keys.leaves(id) });

/** Its place is drawn nowhere here: by its name it is known. */
type Shown = Omit<Leave, 'geometry'>;

/** Approved leave (外出): what is in force, what was, and who reported back. */
export function Leaves({ person }: { readonly person: Supervisee }): ReactElement {
  const say = useText();
  const { account } = useWatch();
  const [adding, setAdding] = useState(false);
  const path = { id: person.id };
  const leaves = useQuery({
    queryKey: keys.leaves(person.id),
    queryFn: () => answerOf(api.GET('/api/v1/supervisees/{id}/leaves', { params: { path } })),
  });
  const saving = useMutation({
    mutationFn: (body: WantedLeave) =>
      sendOnce(`leave ${person.id} ${JSON.stringify(body)}`, (header) =>
        answerOf(api.POST('/api/v1/supervisees/{id}/leaves', { params: { path, header }, body })),
      ),
    onSuccess: () => setAdding(false),
    onSettled: () => again(person.id),
  });
  const mayWrite = account.role !== 'prosecutor' && account.role !== 'admin';
  return (
    <section>
      <h3>{say('leave.title')}</h3>
      {leaves.isError && <ProblemPanel problem={leaves.error} retry={() => void leaves.refetch()} />}
      {leaves.data?.items.length === 0 && <p className="faded">{say('leave.none')}</p>}
      <ol className="log" aria-label={say('leave.title')} data-testid="leaves">
        {(leaves.data?.items ?? []).map((leave) => (
          <OneLeave key={leave.id} leave={leave} mayWrite={mayWrite} />
        ))}
      </ol>
      {adding && <LeaveForm pending={saving.isPending} save={saving.mutate} cancel={() => setAdding(false)} />}
      {saving.isError && <ProblemPanel problem={saving.error} />}
      {mayWrite && !adding && (
        <Button size="small" onClick={() => setAdding(true)}>
          {say('leave.add')}
        </Button>
      )}
    </section>
  );
}

function OneLeave({ leave, mayWrite }: { readonly leave: Shown; readonly mayWrite: boolean }): ReactElement {
  const say = useText();
  const last = leave.versions.at(-1);
  return (
    <li data-leave-id={leave.id} data-state={leave.state}>
      <b>{say(`leave.state.${leave.state}`)}</b> {leave.placeName}
      <div className="faded">
        {dateTime(leave.from)} – {dateTime(leave.to)}
      </div>
      <p className="note">{leave.reason}</p>
      <div className="faded">{say('leave.by', { by: leave.approvedBy })}</div>
      {leave.state !== 'approved' && last && (
        <div>
          <Moment at={last.at} /> {last.note}
        </div>
      )}
      {leave.state === 'approved' && mayWrite && <Ending leave={leave} />}
    </li>
  );
}

/** Reported back (销假), or withdrawn for a reason. */
function Ending({ leave }: { readonly leave: Shown }): ReactElement {
  const say = useText();
  const [reason, setReason] = useState('');
  const path = { id: leave.id };
  const ending = useMutation({
    mutationFn: (how: 'back' | 'withdraw') =>
      sendOnce(`${how} leave ${leave.id} ${reason}`, (header) =>
        how === 'back'
          ? answerOf(api.POST('/api/v1/leaves/{id}/report-back', { params: { path, header } }))
          : answerOf(api.POST('/api/v1/leaves/{id}/withdraw', { params: { path, header }, body: { reason } })),
      ),
    onSettled: () => again(leave.superviseeId),
  });
  return (
    <div className="act-form">
      <Input
        aria-label={say('leave.withdrawReason')}
        placeholder={say('leave.withdrawReason')}
        value={reason}
        maxLength={1_000}
        onChange={({ target }) => setReason(target.value)}
      />
      <div className="act-form-end">
        <Button type="primary" size="small" loading={ending.isPending} onClick={() => ending.mutate('back')}>
          {say('leave.reportBack')}
        </Button>
        <Button
          size="small"
          disabled={reason.trim() === '' || ending.isPending}
          onClick={() => ending.mutate('withdraw')}
        >
          {say('leave.withdraw')}
        </Button>
      </div>
      {ending.isError && <ProblemPanel problem={ending.error} />}
    </div>
  );
}
