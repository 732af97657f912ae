import { Injectable } from '@nestjs/common';
import {
  deviceSecretMatches,
  isItself,
  mayPublish,
  maySubscribe,
  PLATFORM_USER,
  type AccessRefusal,
} from '#libs/identity';
import { instant } from '#libs/kernel';
import { DeviceAccessStore } from '#libs/store';

/** `ignore`: not ours to decide; the broker knows the platform's own user itself. */
export type Verdict = 'allow' | 'deny' | 'ignore';

export interface Client {
  readonly clientId: string;
  readonly username: string;
}

/** Answers an outside broker who may connect, and what a device may publish and hear: the rules of the embedded one. */
@Injectable()
export class MqttHookService {
  constructor(private readonly store: DeviceAccessStore) {}

  async admit(client: Client, password: string): Promise<Verdict> {
    if (client.username === PLATFORM_USER) return 'ignore';
    const refusal = await this.#refusalOf(client, password);
    return refusal === undefined ? 'allow' : this.#deny(client.username, refusal, client.clientId);
  }

  async permit(client: Client, action: 'publish' | 'subscribe', topic: string): Promise<Verdict> {
    if (client.username === PLATFORM_USER) return 'ignore';
    const may = action === 'publish' ? mayPublish : maySubscribe;
    if (isItself(client.clientId, client.username) && may(client.username, topic)) return 'allow';
    return this.#deny(client.username, action === 'publish' ? 'topic.not-own' : 'filter.not-own', topic);
  }

  async #refusalOf({ clientId, username }: Client, password: string): Promise<AccessRefusal | undefined> {
    if (!isItself(clientId, username)) return 'client.not-itself';
    const secret = await this.store.secretOf(username);
    if (secret === undefined) return 'client.unknown';
    if (secret.disabled) return 'client.disabled';
    return deviceSecretMatches(password, secret) ? undefined : 'client.wrong-secret';
  }

  async #deny(username: string, reason: AccessRefusal, detail: string): Promise<Verdict> {
    await this.store.noteRefusal({ at: instant(Date.now()), deviceId: username, reason, detail });
    return 'deny';
  }
}
