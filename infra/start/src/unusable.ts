/** Something the person who starts us can put right: told in one line, with the way out, and no stack. */
export class Unusable extends Error {
  override readonly name = 'Unusable';
}
