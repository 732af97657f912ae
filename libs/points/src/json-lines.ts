/** On which line each value of a JSON text begins, by JSON pointer (RFC 6901). The text must be JSON. */
export function linesOf(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const open: { readonly pointer: string; index: number | null }[] = [];
  let line = 1;
  let key: string | undefined;
  const begin = (): string => {
    const inside = open.at(-1);
    const step = inside === undefined ? '' : `/${inside.index === null ? escaped(key ?? '') : inside.index}`;
    const pointer = `${inside?.pointer ?? ''}${step}`;
    lines.set(pointer, line);
    return pointer;
  };
  for (const [token] of text.matchAll(TOKENS)) {
    if (token === '\n') line += 1;
    else if (token === '{' || token === '[') {
      open.push({ pointer: begin(), index: token === '[' ? 0 : null });
      key = undefined;
    } else if (token === '}' || token === ']') open.pop();
    else if (token === ',') {
      const inside = open.at(-1);
      if (inside?.index != null) inside.index += 1;
      key = undefined;
    } else if (token !== ':') {
      const isKey = open.at(-1)?.index === null && key === undefined;
      if (isKey) key = JSON.parse(token) as string;
      else begin();
    }
  }
  return lines;
}

const TOKENS = /\n|[{}[\],:]|"(?:[^"\\]|\\.)*"|[^\s{}[\],:"]+/g;
const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** The line of a value, or of the nearest thing around it: what is missing has no line of its own. */
export function lineOf(lines: ReadonlyMap<string, number>, pointer: string): number {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const line = lines.get(at);
    if (line !== undefined) return line;
  }
  return lines.get('') ?? 1;
}
