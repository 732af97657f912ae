import { covers, type AccountId, type DivisionCode } from '#libs/kernel';
import type { Role } from '#libs/protocol';

/** Somebody who is signed in. `division` is the jurisdiction: every code that starts with it. */
export interface Officer {
  readonly id: AccountId;
  readonly username: string;
  readonly displayName: string;
  readonly role: Role;
  readonly division: DivisionCode;
}

/** An administrator keeps accounts and devices; who is supervised, and where, is none of his business. */
export const seesPeople = (role: Role): boolean => role !== 'admin';

export const mayAct = (officer: Officer, division: DivisionCode): boolean => covers(officer.division, division);
