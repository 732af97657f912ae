import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { demandAnswer, demandPort, freePort } from './ports.js';

describe('ports', () => {
  const servers: Server[] = [];
  const listen = async (port: number): Promise<void> => {
    const server = createServer().listen(port, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
  };
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  it('that are free can be listened on, and are none the kernel gives to outgoing connections', async () => {
    const ports = await Promise.all([freePort(), freePort(), freePort()]);
    for (const port of ports) {
      expect(port).toBeLessThan(32_768);
      await listen(port);
    }
  });

  it('in use are refused with the setting that changes them', async () => {
    const port = await freePort();
    await expect(demandPort(port, 'PORT')).resolves.toBeUndefined();
    await listen(port);
    await expect(demandPort(port, 'PORT')).rejects.toThrow(`Port ${port} is in use: set PORT to another one`);
  });

  it('of services that nobody runs are refused without the password of the address', async () => {
    const port = await freePort();
    const url = `redis://user:geheim@127.0.0.1:${port}`;
    const refused: unknown = await demandAnswer(url, 'REDIS_URL', 6379).catch((error: unknown) => error);
    expect(String(refused)).toContain(`Nobody answers at 127.0.0.1:${port}: correct REDIS_URL`);
    expect(String(refused)).not.toContain('geheim');
    await listen(port);
    await expect(demandAnswer(url, 'REDIS_URL', 6379)).resolves.toBeUndefined();
  });
});
