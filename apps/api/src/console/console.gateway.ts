import { Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type OnGatewayInit,
} from '@nestjs/websockets';
import { cursor, instant } from '#libs/kernel';
import { id, resumeRequest, viewRequest } from '#libs/protocol';
import { Metrics } from '#libs/platform';
import { Gauge } from 'prom-client';
import type { Namespace, Socket } from 'socket.io';
import { EndedSessions } from '../session/ended-sessions.js';
import { ConsoleConnection } from './console-connection.js';
import { ConsoleSessions, type ConsoleSession } from './console-session.js';
import { FeedHub } from './feed.hub.js';
import { PositionService } from './position.service.js';

/** Somebody whose account was disabled, or who signed out elsewhere, hears nothing more after this. */
const CHECK_SESSIONS_MS = 5_000;

/** The consoles' socket: who connects, and what they ask for. What they are told is the hub's and the board's. */
@WebSocketGateway({ namespace: '/console', serveClient: false, maxHttpBufferSize: 16_384 })
export class ConsoleGateway
  implements
    OnGatewayInit<Namespace>,
    OnGatewayConnection<Socket>,
    OnGatewayDisconnect<Socket>,
    OnModuleInit,
    OnModuleDestroy
{
  readonly #logger = new Logger('console');
  readonly #connections = new Map<string, ConsoleConnection>();
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly sessions: ConsoleSessions,
    private readonly hub: FeedHub,
    private readonly positions: PositionService,
    private readonly endedSessions: EndedSessions,
    metrics: Metrics,
  ) {
    const connections = this.#connections;
    new Gauge({
      name: 'consoles_connected',
      help: 'Officers whose console is connected to this process',
      registers: [metrics.registry],
      collect() {
        this.set(connections.size);
      },
    });
  }

  onModuleInit(): void {
    this.endedSessions.on((session) => this.#close(({ tokenHash }) => tokenHash.equals(session)));
    this.#timers.push(setInterval(() => void this.#closeEnded(), CHECK_SESSIONS_MS));
    this.positions.regularly(
      () => this.#showPositions(),
      () => [...this.#connections.values()].some(({ isWatching }) => isWatching),
    );
  }

  onModuleDestroy(): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const connection of this.#connections.values()) connection.hangUp();
  }

  /** Nobody is connected, not even for a moment, before we know who it is. */
  afterInit(namespace: Namespace): void {
    namespace.use((socket, next) => {
      this.sessions
        .find(socket.handshake)
        .then((session) => {
          if (session === undefined) return next(new Error('session.missing'));
          (socket.data as { session?: ConsoleSession }).session = session;
          next();
        })
        .catch((error: unknown) => {
          this.#complain(error);
          next(new Error('fault.unexpected'));
        });
    });
  }

  handleConnection(socket: Socket): void {
    const { session } = socket.data as { session: ConsoleSession };
    const connection = new ConsoleConnection(socket, session, this.hub);
    this.#connections.set(socket.id, connection);
    const from = id.safeParse(socket.handshake.auth['cursor']);
    connection.resume(from.success ? cursor(from.data) : undefined).catch((error: unknown) => this.#complain(error));
  }

  handleDisconnect(socket: Socket): void {
    this.#connections.get(socket.id)?.close();
    this.#connections.delete(socket.id);
  }

  @SubscribeMessage('resume')
  async resume(@ConnectedSocket() socket: Socket, @MessageBody() body: unknown): Promise<void> {
    const asked = resumeRequest.safeParse(body);
    if (!asked.success) return this.#refuse(socket, 'resume');
    await this.#connections.get(socket.id)?.resume(cursor(asked.data.cursor));
  }

  @SubscribeMessage('view')
  async view(@ConnectedSocket() socket: Socket, @MessageBody() body: unknown): Promise<void> {
    const asked = viewRequest.safeParse(body);
    const connection = this.#connections.get(socket.id);
    if (!asked.success) return this.#refuse(socket, 'view');
    if (connection === undefined || !connection.reader.seesPeople) return;
    await this.positions.beginWatching(connection);
    connection.watch(asked.data.bbox);
  }

  #refuse(socket: Socket, message: string): void {
    socket.emit('exception', { code: 'request.invalid', message });
  }

  #showPositions(): void {
    const now = instant(Date.now());
    for (const connection of this.#connections.values()) connection.show(this.positions.board, now);
  }

  async #closeEnded(): Promise<void> {
    try {
      const open = [...this.#connections.values()].map(({ session }) => session);
      const ended = await this.sessions.ended(open);
      this.#close((session) => ended.has(session));
    } catch (error) {
      this.#complain(error); // the next look is soon
    }
  }

  #close(which: (session: ConsoleSession) => boolean): void {
    for (const connection of this.#connections.values()) if (which(connection.session)) connection.close();
  }

  #complain(error: unknown): void {
    this.#logger.error('console', { error: error instanceof Error ? error.message : String(error) });
  }
}
