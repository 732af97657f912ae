import { randomInt } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { Unusable } from './unusable.js';

/**
 * A port nobody listens on. Below the range from which the kernel takes the ports of outgoing connections
 * (32768 on Linux), or one of those would sooner or later hold it before the server that it is meant for.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = randomInt(20_000, 32_000);
    if ((await troubleWith(port)) === undefined) return port;
  }
  throw new Unusable('No port between 20000 and 32000 is free on 127.0.0.1: end some programs that listen there.');
}

/** Refuses, in words, a port that is taken or not allowed. `setting` is the variable that changes it. */
export async function demandPort(port: number, setting: string): Promise<void> {
  const trouble = await troubleWith(port);
  if (trouble === undefined) return;
  const why = trouble === 'EACCES' ? 'may not be used by this account' : 'is in use';
  throw new Unusable(
    `Port ${port} ${why}: set ${setting} to another one, or end the program that holds it (npm run stop).`,
  );
}

/** Refuses a service of one's own that nobody runs. */
export async function demandAnswer(url: string, setting: string, usualPort: number): Promise<void> {
  const { hostname, port } = new URL(url);
  const at = { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? usualPort : Number(port) };
  if (!(await answers(at))) {
    throw new Unusable(`Nobody answers at ${at.host}:${at.port}: correct ${setting}, or leave it out to use our own.`);
  }
}

export function answers(at: { host: string; port: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    const socket = connect({ ...at, timeout: 3_000 }, () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}

function troubleWith(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(undefined)));
  });
}
