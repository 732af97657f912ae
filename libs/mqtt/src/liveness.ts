import type { MqttClient } from 'mqtt';

/**
 * Pings by a clock of its own, and takes every packet for a sign of life. The client by itself knows one sign only, the
 * answer to its ping, and gives the connection up without it; but that answer comes behind every message that is on its
 * way, and comes not at all while we read nothing because we hold as much as we may. Giving up then means that all of it
 * is delivered once more, to somebody who was too slow the first time.
 */
export function watchLiveness(client: MqttClient, keepaliveSeconds: number, readsNothing: () => boolean): void {
  let heard = true;
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    client.sendPing();
    if (heard || readsNothing()) client.reschedulePing(true);
    heard = false;
  };
  client.on('packetreceive', () => (heard = true));
  client.on('connect', () => {
    clearInterval(timer);
    timer = setInterval(look, (keepaliveSeconds * 1_000) / 3);
  });
  client.on('close', () => clearInterval(timer));
}
