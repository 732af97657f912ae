import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { Refusal } from '../refusal.js';

const secretFile = z.record(z.string(), z.string());

/** `{"<device id>": "<secret>"}`: what --credentials takes, and what is kept of devices registered here. */
export function readSecrets(file: string): ReadonlyMap<string, string> {
  try {
    return new Map(Object.entries(secretFile.parse(JSON.parse(readFileSync(file, 'utf8')))));
  } catch (cause) {
    throw new Refusal(`${file} is not a JSON object of device ids and secrets`, { cause });
  }
}

/** Secrets are told once: each is on the disk, readable by its owner only, soon after it was heard. */
export class SecretKeeper {
  private readonly secrets: Map<string, string>;
  private readonly lent = new Map<string, string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly file: string) {
    let text: string | undefined;
    try {
      text = readFileSync(file, 'utf8');
    } catch {
      // The first run: there is no file yet.
    }
    this.secrets = new Map(text === undefined ? [] : readSecrets(file));
  }

  get(id: string): string | undefined {
    return this.lent.get(id) ?? this.secrets.get(id);
  }

  /** A secret that somebody typed: used now, and not written down, for it may be wrong. */
  lend(id: string, secret: string): void {
    this.lent.set(id, secret);
  }

  put(id: string, secret: string): void {
    this.secrets.set(id, secret);
    this.timer ??= setTimeout(() => this.save(), 200);
  }

  save(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const fresh = `${this.file}.new`;
    writeFileSync(fresh, `${JSON.stringify(Object.fromEntries(this.secrets), null, 1)}\n`, { mode: 0o600 });
    chmodSync(fresh, 0o600);
    renameSync(fresh, this.file);
  }
}
