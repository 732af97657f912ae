import { QueryClient, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type {
  Account,
  AlertDetail,
  AlertSummary,
  ConsoleEvent,
  Degradation,
  Division,
  Supervisee,
} from '#libs/protocol';
import { serverNow } from '../app/clock.js';
import { alertOf, emptyBoard, withAlerts, withEvents, withSnapshot, type Board } from '../queue/board.js';
import { allPages, answerOf, api, sessionLost } from './client.js';
import { ApiProblem } from './problem.js';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // What is shown changes by events; it is read again when the line says that it may have holes.
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      retry: (failures, problem) => failures < 2 && !(problem instanceof ApiProblem && problem.status >= 400),
    },
  },
});

export const keys = {
  me: ['me'],
  board: ['board'],
  alert: (id: string) => ['alert', id],
  supervisee: (id: string) => ['supervisee', id],
  orders: (id: string) => ['orders', id],
  suppressions: ['suppressions'],
  incident: (id: string) => ['incident', id],
  leaves: (id: string) => ['leaves', id],
  listedPlaces: ['listed-places'],
  forbiddenContacts: (id: string) => ['forbidden-contacts', id],
  searches: (id: string) => ['searches', id],
  points: ['points'],
  holds: (id: string) => ['holds', id],
  backtests: ['backtests'],
  backtest: (id: string) => ['backtests', id],
  device: (id: string) => ['device', id],
  commands: (deviceId: string) => ['commands', deviceId],
} as const;

/** Who is signed in; `null` when nobody is. */
export const useMe = (): UseQueryResult<Account | null> =>
  useQuery({
    queryKey: keys.me,
    queryFn: () =>
      answerOf(api.GET('/api/v1/me')).catch((problem: unknown) => {
        if (problem instanceof ApiProblem && problem.status === 401) return nobody();
        throw problem;
      }),
  });

/** Another person is here, or nobody: what the last one looked at is not theirs to see. */
export function changePerson(account: Account | null): void {
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.me[0] });
  queryClient.setQueryData(keys.me, account);
  sessionLost.set(false);
}

/** Somebody who was signed in a moment ago is told that the session ended. */
function nobody(): null {
  if (queryClient.getQueryData<Account | null>(keys.me)) sessionLost.set(true);
  return null;
}

const readBoard = async (): Promise<Board> => {
  const current = (): Board => queryClient.getQueryData<Board>(keys.board) ?? emptyBoard;
  const asked = current().changes;
  const read = (cursor?: string) => {
    const query = { state: 'open,claimed,waiting,ended', limit: 500, ...(cursor === undefined ? {} : { cursor }) };
    return answerOf(api.GET('/api/v1/alerts', { params: { query } }));
  };
  const snapshot = await allPages<AlertSummary>(read, (first) => {
    queryClient.setQueryData<Board>(keys.board, withAlerts(current(), first, serverNow()));
  });
  return withSnapshot(current(), snapshot, asked, serverNow());
};

/** Everything that needs somebody. `pollMs` only while the live line is down. */
export const useBoard = (pollMs: number | false): UseQueryResult<Board> =>
  useQuery({ queryKey: keys.board, queryFn: readBoard, structuralSharing: false, refetchInterval: pollMs });

export const useAlert = (id: string): UseQueryResult<AlertDetail> =>
  useQuery({
    queryKey: keys.alert(id),
    queryFn: () => answerOf(api.GET('/api/v1/alerts/{id}', { params: { path: { id } } })),
  });

export const useSupervisee = (id: string): UseQueryResult<Supervisee> =>
  useQuery({
    queryKey: keys.supervisee(id),
    queryFn: () => answerOf(api.GET('/api/v1/supervisees/{id}', { params: { path: { id } } })),
  });

export const useDivisions = (): UseQueryResult<readonly Division[]> =>
  useQuery({
    queryKey: ['divisions'],
    queryFn: async () => (await answerOf(api.GET('/api/v1/divisions'))).items as readonly Division[],
  });

const MONITORING_AGAIN_MS = 15_000;

/** What is degraded, for a page without a line. */
export function useDegradedByAsking(wanted: boolean): readonly Degradation[] {
  const { data } = useQuery({
    queryKey: ['monitoring'],
    enabled: wanted,
    refetchInterval: MONITORING_AGAIN_MS,
    queryFn: () => answerOf(api.GET('/api/v1/monitoring')),
  });
  return (data?.conditions ?? []).filter(({ state }) => state === 'degraded');
}

/** What the live line told goes into whatever is on the screen. */
export function tellCache(events: readonly ConsoleEvent[]): void {
  queryClient.setQueryData<Board>(keys.board, (board) => withEvents(board ?? emptyBoard, events, serverNow()));
  for (const alert of events.flatMap(alertOf)) {
    queryClient.setQueryData<AlertDetail>(keys.alert(alert.id), (old) =>
      old && old.version < alert.version ? { ...old, ...alert } : old,
    );
    void queryClient.invalidateQueries({ queryKey: keys.alert(alert.id) });
    void queryClient.invalidateQueries({ queryKey: keys.supervisee(alert.superviseeId) });
  }
}
