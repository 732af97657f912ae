import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useState, type ReactElement } from 'react';
import type { AuditEntry } from '#libs/protocol';
import { answerOf, api } from '../api/client.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { useText } from '../texts/use-text.js';
import { AuditFilters, type AuditQuery } from './audit-filters.js';
import { AuditTable } from './audit-table.js';
import { Verification } from './verification.js';

/** Who did and who looked at what: read, checked and taken away, never changed. */
export default function AuditPage(): ReactElement {
  const say = useText();
  const [query, setQuery] = useState<AuditQuery>({});
  const entries = useInfiniteQuery({
    queryKey: ['audit', query],
    initialPageParam: undefined as string | undefined,
    // The log grows with every look at it: it is read when asked for, not by itself.
    gcTime: 0,
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/v1/audit', {
          params: { query: { ...query, limit: 100, ...(pageParam === undefined ? {} : { cursor: pageParam }) } },
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const items = (entries.data?.pages ?? []).flatMap((page) => page.items) as AuditEntry[];
  return (
    <main className="page">
      <header className="page-head">
        <h1>{say('audit.title')}</h1>
        <span className="faded">{say('audit.hint')}</span>
      </header>
      <Verification />
      <AuditFilters search={setQuery} />
      {entries.isPending && <Skeleton active paragraph={{ rows: 12 }} />}
      {entries.isError && !entries.data && (
        <ProblemPanel problem={entries.error} retry={() => void entries.refetch()} />
      )}
      {entries.data && items.length === 0 && <p className="faded">{say('audit.empty')}</p>}
      {items.length > 0 && <AuditTable entries={items} />}
      {entries.hasNextPage && (
        <Button loading={entries.isFetchingNextPage} onClick={() => void entries.fetchNextPage()}>
          {say('audit.more')}
        </Button>
      )}
    </main>
  );
}
