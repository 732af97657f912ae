import { ok, refused, type Result } from '#libs/kernel';
import { lineOf, linesOf } from './json-lines.js';
import { scheme, type Scheme } from './scheme.js';

/** What is wrong in a scheme, and where. */
export interface SchemeFault {
  readonly pointer: string;
  readonly line: number;
  readonly detail: string;
}

/** Reads a scheme from its text; every fault names its line. */
export function parseScheme(text: string): Result<Scheme, readonly SchemeFault[]> {
  const json = readJson(text);
  if (!json.ok) return json;
  const read = scheme.safeParse(json.value);
  if (read.success) return ok(read.data);
  const lines = linesOf(text);
  return refused(
    read.error.issues.map(({ path, message }) => {
      const pointer = path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
      return { pointer, line: lineOf(lines, pointer), detail: message };
    }),
  );
}

function readJson(text: string): Result<unknown, readonly SchemeFault[]> {
  try {
    return ok(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const at = Number(/position (\d+)/.exec(error.message)?.[1] ?? text.length);
    return refused([{ pointer: '', line: text.slice(0, at).split('\n').length, detail: 'not JSON from here on' }]);
  }
}
