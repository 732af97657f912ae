import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import type { AlertDetail, contactResults, contactWays, resolutionCodes } from '#libs/protocol';
import { serverNow } from '../app/clock.js';
import { emptyBoard, withAlerts, type Board } from '../queue/board.js';
import { answerOf, api } from './client.js';
import { sendOnce } from './idempotency.js';
import { ApiProblem } from './problem.js';
import { keys, queryClient } from './queries.js';

export type Act =
  | { readonly act: 'claim' }
  | { readonly act: 'ack' }
  | { readonly act: 'note'; readonly note: string }
  | { readonly act: 'resolve'; readonly code: (typeof resolutionCodes)[number]; readonly note: string }
  | {
      readonly act: 'contact';
      readonly way: (typeof contactWays)[number];
      readonly result: (typeof contactResults)[number];
      readonly note: string;
    }
  | { readonly act: 'escalate'; readonly note: string };

function send(id: string, act: Act, header: { readonly 'Idempotency-Key': string }): Promise<AlertDetail> {
  const params = { path: { id }, header };
  switch (act.act) {
    case 'claim':
      return answerOf(api.POST('/api/v1/alerts/{id}/claim', { params }));
    case 'ack':
      return answerOf(api.POST('/api/v1/alerts/{id}/ack', { params }));
    case 'note':
      return answerOf(api.POST('/api/v1/alerts/{id}/note', { params, body: { note: act.note } }));
    case 'resolve':
      return answerOf(api.POST('/api/v1/alerts/{id}/resolve', { params, body: { code: act.code, note: act.note } }));
    case 'contact': {
      const { way, result, note } = act;
      return answerOf(api.POST('/api/v1/alerts/{id}/contact', { params, body: { way, result, note } }));
    }
    case 'escalate':
      return answerOf(api.POST('/api/v1/alerts/{id}/escalate', { params, body: { note: act.note } }));
  }
}

/** An officer's act on an alert. The answer is the alert as it is then; a conflict reads again what others did. */
export const useAct = (id: string): UseMutationResult<AlertDetail, Error, Act> =>
  useMutation({
    mutationKey: ['act', id],
    mutationFn: (act: Act) => sendOnce(`${id} ${JSON.stringify(act)}`, (header) => send(id, act, header)),
    onSuccess: (detail) => {
      queryClient.setQueryData(keys.alert(id), detail);
      queryClient.setQueryData<Board>(keys.board, (board) => withAlerts(board ?? emptyBoard, [detail], serverNow()));
    },
    onError: async (problem) => {
      if (problem instanceof ApiProblem && problem.status === 409)
        await queryClient.invalidateQueries({ queryKey: keys.alert(id) });
    },
  });
