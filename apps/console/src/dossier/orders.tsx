import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactElement } from 'react';
import type { Order, Supervisee } from '#libs/protocol';
import { answerOf, api } from '../api/client.js';
import { sendOnce } from '../api/idempotency.js';
import { keys, queryClient } from '../api/queries.js';
import { Moment } from '../app/moment.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { dateTime } from '../app/time.js';
import { useNow } from '../app/clock.js';
import { useWatch } from '../app/watch.js';
import { duration, useText } from '../texts/use-text.js';

/** The legal basis of every position: the order in force, those before it, and those that wait for the head. */
export function Orders({ person }: { readonly person: Supervisee }): ReactElement {
  const say = useText();
  const now = useNow();
  const orders = useQuery({
    queryKey: keys.orders(person.id),
    queryFn: () => answerOf(api.GET('/api/v1/supervisees/{id}/device-orders', { params: { path: { id: person.id } } })),
  });
  return (
    <section>
      <h3>{say('dossier.order')}</h3>
      {person.order ? (
        <p>
          {say('dossier.orderUntil', {
            to: dateTime(person.order.to),
            left: duration(say, Date.parse(person.order.to) - now),
          })}
        </p>
      ) : (
        <p className="over">{say('dossier.noOrder')}</p>
      )}
      {orders.isError && <ProblemPanel problem={orders.error} retry={() => void orders.refetch()} />}
      <ol className="log" aria-label={say('dossier.orders')} data-testid="orders">
        {(orders.data?.items ?? []).map((order) => (
          <OneOrder key={order.id} order={order} />
        ))}
      </ol>
    </section>
  );
}

function OneOrder({ order }: { readonly order: Order }): ReactElement {
  const say = useText();
  const { account } = useWatch();
  const approving = useMutation({
    mutationFn: () =>
      sendOnce(`approve ${order.id}`, (header) =>
        answerOf(api.POST('/api/v1/device-orders/{id}/approve', { params: { path: { id: order.id }, header } })),
      ),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: keys.orders(order.superviseeId) }),
        queryClient.invalidateQueries({ queryKey: keys.supervisee(order.superviseeId) }),
      ]),
  });
  const waits = order.state === 'proposed' && account.role === 'head';
  const own = order.proposedBy === account.id;
  return (
    <li data-order-id={order.id} data-state={order.state}>
      <b>{say(`orderState.${order.state}`)}</b> {say(`ground.${order.ground}`)}
      <div className="faded">
        {dateTime(order.from)} – {dateTime(order.to)}
      </div>
      <p className="note">{order.evidence}</p>
      {order.approvedAt !== null && (
        <div>
          {say('dossier.approved')} <Moment at={order.approvedAt} />
        </div>
      )}
      {order.endReason !== null && <p className="note">{order.endReason}</p>}
      {waits && own && <p className="faded">{say('dossier.approveOwn')}</p>}
      {waits && !own && (
        <Button type="primary" size="small" loading={approving.isPending} onClick={() => approving.mutate()}>
          {say('dossier.approve')}
        </Button>
      )}
      {approving.isError && <ProblemPanel problem={approving.error} />}
    </li>
  );
}
