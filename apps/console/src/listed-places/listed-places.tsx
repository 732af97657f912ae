import { CloseOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState, type ReactElement } from 'react';
import { useNavigate } from 'react-router';
import type { ListedPlace } from '#libs/protocol';
import { answerOf, api } from '../api/client.js';
import { sendOnce } from '../api/idempotency.js';
import { keys, queryClient } from '../api/queries.js';
import { Moment } from '../app/moment.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { mayAct, useWatch } from '../app/watch.js';
import { useText } from '../texts/use-text.js';
import { ListedPlaceForm, type WantedPlace } from './listed-place-form.js';

const again = (): Promise<void> => queryClient.invalidateQueries({ queryKey: keys.listedPlaces });

/** Drawn nowhere here: by its name it is known. */
type Shown = Omit<ListedPlace, 'geometry'>;

/** Places where gathering is of no concern (登记场所): listed, and withdrawn. */
export default function ListedPlaces(): ReactElement {
  const say = useText();
  const go = useNavigate();
  const { account } = useWatch();
  const [adding, setAdding] = useState(false);
  const places = useQuery({
    queryKey: keys.listedPlaces,
    queryFn: () => answerOf(api.GET('/api/v1/listed-places')),
  });
  const saving = useMutation({
    mutationFn: (body: WantedPlace) =>
      sendOnce(`list place ${JSON.stringify(body)}`, (header) =>
        answerOf(api.POST('/api/v1/listed-places', { params: { header }, body })),
      ),
    onSuccess: () => setAdding(false),
    onSettled: again,
  });
  return (
    <section className="panel" aria-label={say('listed.title')} data-testid="listed-places">
      <article>
        <header className="panel-head">
          <h2>{say('listed.title')}</h2>
          <Button
            type="text"
            size="small"
            icon={<CloseOutlined />}
            aria-label={say('alert.close')}
            onClick={() => void go('/')}
          />
        </header>
        <p className="faded">{say('listed.hint')}</p>
        {places.isError && <ProblemPanel problem={places.error} retry={() => void places.refetch()} />}
        {places.data?.items.length === 0 && <p className="faded">{say('listed.none')}</p>}
        <ol className="log" aria-label={say('listed.title')}>
          {(places.data?.items ?? []).map((place) => (
            <OnePlace key={place.id} place={place} mayWrite={mayAct(account)} />
          ))}
        </ol>
        {adding && <ListedPlaceForm pending={saving.isPending} save={saving.mutate} cancel={() => setAdding(false)} />}
        {saving.isError && <ProblemPanel problem={saving.error} />}
        {mayAct(account) && !adding && (
          <Button size="small" onClick={() => setAdding(true)}>
            {say('listed.add')}
          </Button>
        )}
      </article>
    </section>
  );
}

function OnePlace({ place, mayWrite }: { readonly place: Shown; readonly mayWrite: boolean }): ReactElement {
  const say = useText();
  const last = place.versions.at(-1);
  return (
    <li data-place-id={place.id} data-state={place.state}>
      <b>{place.name}</b> {say(`recordState.${place.state}`)}
      <div className="faded">
        {place.division}
        {last && (
          <>
            {' · '}
            <Moment at={last.at} /> {last.note}
          </>
        )}
      </div>
      <p className="note">{place.reason}</p>
      {place.state === 'in_force' && mayWrite && <Withdrawing id={place.id} />}
    </li>
  );
}

function Withdrawing({ id }: { readonly id: string }): ReactElement {
  const say = useText();
  const [reason, setReason] = useState('');
  const withdrawing = useMutation({
    mutationFn: () =>
      sendOnce(`withdraw place ${id} ${reason}`, (header) =>
        answerOf(
          api.POST('/api/v1/listed-places/{id}/withdraw', { params: { path: { id }, header }, body: { reason } }),
        ),
      ),
    onSettled: again,
  });
  return (
    <div className="act-form">
      <Input
        aria-label={say('keepAway.withdrawReason')}
        placeholder={say('keepAway.withdrawReason')}
        value={reason}
        maxLength={1_000}
        onChange={({ target }) => setReason(target.value)}
      />
      <div className="act-form-end">
        <Button
          size="small"
          disabled={reason.trim() === ''}
          loading={withdrawing.isPending}
          onClick={() => withdrawing.mutate()}
        >
          {say('keepAway.withdraw')}
        </Button>
      </div>
      {withdrawing.isError && <ProblemPanel problem={withdrawing.error} />}
    </div>
  );
}
