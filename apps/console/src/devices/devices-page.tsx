import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import type { ReactElement } from 'react';
import { Link, useParams } from 'react-router';
import type { Device } from '#libs/protocol';
import { answerOf, api } from '../api/client.js';
import { keys } from '../api/queries.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { seesAlerts, useWatch } from '../app/watch.js';
import { useText } from '../texts/use-text.js';
import { Commands } from '../commands/commands.js';
import { DeviceTable } from './device-table.js';
import { Health } from './health.js';

const AGAIN_MS = 15_000;

/** All wristbands, the longest silent first: a dead one must not go unnoticed for weeks. */
export default function DevicesPage(): ReactElement {
  const say = useText();
  const { id } = useParams();
  const devices = useInfiniteQuery({
    queryKey: ['devices'],
    initialPageParam: undefined as string | undefined,
    refetchInterval: AGAIN_MS,
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/v1/devices', {
          params: { query: { limit: 200, ...(pageParam === undefined ? {} : { cursor: pageParam }) } },
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const items = (devices.data?.pages ?? []).flatMap((page) => page.items) as Device[];
  return (
    <main className="page page-split">
      <section>
        <header className="page-head">
          <h1>{say('devices.title')}</h1>
          <span className="faded">{say('devices.hint')}</span>
        </header>
        {devices.isPending && <Skeleton active paragraph={{ rows: 12 }} />}
        {devices.isError && !devices.data && (
          <ProblemPanel problem={devices.error} retry={() => void devices.refetch()} />
        )}
        {devices.data && items.length === 0 && <p className="faded">{say('devices.empty')}</p>}
        {items.length > 0 && <DeviceTable devices={items} selected={id} />}
        {devices.hasNextPage && (
          <Button loading={devices.isFetchingNextPage} onClick={() => void devices.fetchNextPage()}>
            {say('devices.more')}
          </Button>
        )}
      </section>
      <aside className="panel">
        {id === undefined ? <p className="faded">{say('devices.select')}</p> : <OneDevice key={id} id={id} />}
      </aside>
    </main>
  );
}

function OneDevice({ id }: { readonly id: string }): ReactElement {
  const say = useText();
  const { account } = useWatch();
  const health = useQuery({
    queryKey: keys.device(id),
    refetchInterval: AGAIN_MS,
    queryFn: () => answerOf(api.GET('/api/v1/devices/{id}', { params: { path: { id } } })),
  });
  if (health.isPending) return <Skeleton active />;
  if (!health.data) return health.error ? <ProblemPanel problem={health.error} /> : <Skeleton active />;
  const { superviseeId } = health.data;
  return (
    <article data-testid="device" data-device-id={id}>
      <header className="panel-head">
        <h2>{id}</h2>
        {superviseeId !== null && seesAlerts(account) && (
          <Link to={`/supervisees/${superviseeId}`}>{say('alert.person')}</Link>
        )}
      </header>
      <Health health={health.data} />
      <Commands device={health.data} />
    </article>
  );
}
