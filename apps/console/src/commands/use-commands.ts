import { useMutation, useQuery, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import type { Command, ConsoleEvent } from '#libs/protocol';
import { answerOf, api } from '../api/client.js';
import { sendOnce } from '../api/idempotency.js';
import { keys, queryClient } from '../api/queries.js';
import { withCommand } from './command-list.js';

/** As many as are shown; older ones are in the audit log. */
const SHOWN = 20;

/** What an officer can tell a wristband here. */
export type WantedCommand =
  | { readonly cmd: 'locate'; readonly purpose: string }
  | { readonly cmd: 'interval'; readonly seconds: number }
  | { readonly cmd: 'vibrate' }
  | { readonly cmd: 'message'; readonly text: string };

export const useCommands = (deviceId: string): UseQueryResult<readonly Command[]> =>
  useQuery({
    queryKey: keys.commands(deviceId),
    queryFn: async () => {
      const params = { path: { id: deviceId }, query: { limit: SHOWN } };
      return (await answerOf(api.GET('/api/v1/devices/{id}/commands', { params }))).items;
    },
  });

export const useSendCommand = (deviceId: string): UseMutationResult<Command, Error, WantedCommand> =>
  useMutation({
    mutationFn: (body: WantedCommand) =>
      sendOnce(`${deviceId} ${JSON.stringify(body)}`, (header) => {
        const params = { path: { id: deviceId }, header };
        return answerOf(api.POST('/api/v1/devices/{id}/commands', { params, body }));
      }),
    onSuccess: take,
  });

/** What the live line told goes into the lists that are on the screen. */
export function tellCommands(events: readonly ConsoleEvent[]): void {
  for (const event of events) if (event.type === 'command.changed') take(event.data);
}

function take(command: Command): void {
  queryClient.setQueryData<readonly Command[]>(
    keys.commands(command.deviceId),
    (old) => old && withCommand(old, command),
  );
  if (command.cmd !== 'interval' || command.answeredAt === null) return;
  void queryClient.invalidateQueries({ queryKey: keys.device(command.deviceId) });
  void queryClient.invalidateQueries({ queryKey: ['devices'] });
  if (command.superviseeId !== null)
    void queryClient.invalidateQueries({ queryKey: keys.supervisee(command.superviseeId) });
}
