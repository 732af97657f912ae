import { Connection } from './connection.js';
import type { Tally } from './tally.js';
import { downTopic, linkTopic, upTopic } from './wire.js';

/** A wristband's way to the platform. */
export interface Link {
  readonly isUp: boolean;
  /** Whether the platform's acks come back on it. */
  readonly hears: boolean;
  open(): void;
  /** The radio goes: dead zone, power off. */
  drop(): void;
  close(): Promise<void>;
  /** A message for `up`, until the broker has it. */
  send(payload: string): Promise<void>;
}

export interface LinkEvents {
  up(): void;
  down(text: string): void;
}

/** A connection of the wristband's own, as in the field: its id, its secret, its last will. */
export function ownLink(url: string, id: string, secret: string, events: LinkEvents, tally: Tally): Link {
  const said = (online: boolean): string => JSON.stringify({ online });
  const say = (online: boolean): Promise<void> => connection.publish(linkTopic(id), said(online), true);
  let counted = false;
  const count = (up: boolean): void => {
    if (up !== counted) tally.connections += up ? 1 : -1;
    counted = up;
  };
  const connection = new Connection(
    {
      url,
      clientId: id,
      username: id,
      password: secret,
      keepSession: true,
      will: { topic: linkTopic(id), payload: said(false) },
    },
    {
      up: () => {
        count(true);
        connection.subscribe(downTopic(id));
        // A connection that goes again meanwhile is told by its last will.
        say(true).catch(() => undefined);
        events.up();
      },
      message: (_topic, payload) => events.down(payload),
      down: () => count(false),
      refused: (reason) => (tally.refusal = reason),
    },
  );
  return {
    get isUp() {
      return connection.isUp;
    },
    hears: true,
    open: () => connection.open(),
    drop: () => connection.drop(),
    close: async () => {
      if (connection.isUp) await say(false).catch(() => undefined);
      await connection.close();
    },
    send: (payload) => connection.publish(upTopic(id), payload),
  };
}

/** For load: a few connections as the platform's own user carry the records of many wristbands. Nobody hears acks. */
export class SharedLinks {
  private readonly connections: readonly Connection[];

  constructor(url: string, count: number, tally: Tally, up: () => void) {
    const { username, password } = new URL(url);
    this.connections = Array.from({ length: count }, (_, index) => {
      const clientId = `sim-load-${process.pid}-${index}`;
      const identity = { clientId, username: decodeURIComponent(username), password: decodeURIComponent(password) };
      return new Connection(
        { url, ...identity, keepSession: false },
        {
          up: () => {
            tally.connections++;
            up();
          },
          message: () => undefined,
          down: () => tally.connections--,
          refused: (reason) => (tally.refusal = reason),
        },
      );
    });
  }

  open(): void {
    for (const connection of this.connections) connection.open();
  }

  async close(): Promise<void> {
    await Promise.all(this.connections.map((connection) => connection.close()));
  }

  linkOf(id: string, number: number): Link {
    const connection = this.connections[number % this.connections.length] as Connection;
    return {
      get isUp() {
        return connection.isUp;
      },
      hears: false,
      open: () => undefined,
      drop: () => undefined,
      close: () => Promise.resolve(),
      send: (payload) => connection.publish(upTopic(id), payload),
    };
  }
}
