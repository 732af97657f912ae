import { useMutation, useQuery, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import type { PointsAccount, PointsEntry } from '#libs/protocol';
import { answerOf, api } from '../api/client.js';
import { sendOnce } from '../api/idempotency.js';
import { keys, queryClient } from '../api/queries.js';
import type { ActOfEntry } from './acts-of-entry.js';

/** The platform proposes by itself, and others act elsewhere. */
const AGAIN_MS = 15_000;
const MOST_WAITING = 200;

export const readPointsAgain = (): Promise<void> => queryClient.invalidateQueries({ queryKey: keys.points });

/** Score, entries and lines of somebody. */
export const usePoints = (superviseeId: string): UseQueryResult<PointsAccount> =>
  useQuery({
    queryKey: [...keys.points, superviseeId],
    refetchInterval: AGAIN_MS,
    queryFn: () => answerOf(api.GET('/api/v1/supervisees/{id}/points', { params: { path: { id: superviseeId } } })),
  });

/** What waits for a reviewer, newest first. */
export const useProposed = (): UseQueryResult<{ readonly items: readonly PointsEntry[]; readonly more: boolean }> =>
  useQuery({
    queryKey: [...keys.points, 'proposed'],
    refetchInterval: AGAIN_MS,
    queryFn: async () => {
      const query = { state: 'proposed', limit: MOST_WAITING } as const;
      const { items, next } = await answerOf(api.GET('/api/v1/points-entries', { params: { query } }));
      return { items, more: next !== null };
    },
  });

interface Acting {
  readonly act: ActOfEntry;
  readonly reason: string;
}

/** An act on an entry. Whatever comes of it, what is shown is read again. */
export const useActOnEntry = (id: string): UseMutationResult<PointsEntry, Error, Acting> =>
  useMutation({
    mutationFn: ({ act, reason }: Acting) =>
      sendOnce(`points ${id} ${act} ${reason}`, (header) => send(id, act, reason, header)),
    onSettled: readPointsAgain,
  });

function send(
  id: string,
  act: ActOfEntry,
  reason: string,
  header: { readonly 'Idempotency-Key': string },
): Promise<PointsEntry> {
  const params = { path: { id }, header };
  switch (act) {
    case 'confirmed':
      return answerOf(api.POST('/api/v1/points-entries/{id}/confirm', { params }));
    case 'withdrawn':
      return answerOf(api.POST('/api/v1/points-entries/{id}/withdraw', { params, body: { reason } }));
    case 'objected':
      return answerOf(api.POST('/api/v1/points-entries/{id}/object', { params, body: { reason } }));
    case 'upheld':
      return answerOf(api.POST('/api/v1/points-entries/{id}/uphold', { params, body: { reason } }));
    case 'overturned':
      return answerOf(api.POST('/api/v1/points-entries/{id}/overturn', { params, body: { reason } }));
  }
}
