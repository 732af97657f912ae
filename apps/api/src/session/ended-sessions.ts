import { Injectable } from '@nestjs/common';

type Listener = (session: Buffer) => void;

/** Tells the open connections of this process that somebody has signed out. Other processes find out by looking. */
@Injectable()
export class EndedSessions {
  readonly #listeners: Listener[] = [];

  on(listener: Listener): void {
    this.#listeners.push(listener);
  }

  tell(session: Buffer): void {
    for (const listener of this.#listeners) listener(session);
  }
}
