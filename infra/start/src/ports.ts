import { createServer } from 'node:net';
import { Unusable } from './unusable.js';

/** A port nobody listens on now. */
export async function freePort(): Promise<number> {
  return listenOn(0);
}

/** Refuses, in words, a port that is taken or not allowed. `setting` is the variable that changes it. */
export async function demandPort(port: number, setting: string): Promise<void> {
  await listenOn(port).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'EACCES' ? 'may not be used by this account' : 'is in use';
    throw new Unusable(
      `Port ${port} ${why}: set ${setting} to another one, or end the program that holds it (npm run stop).`,
    );
  });
}

function listenOn(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}
