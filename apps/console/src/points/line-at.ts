/** Where a line of a text begins and ends, the first being 1; the end of the text when it has fewer. */
export function lineAt(text: string, line: number): { readonly start: number; readonly end: number } {
  const lines = text.split('\n');
  const before = lines.slice(0, line - 1);
  const start = Math.min(
    text.length,
    before.reduce((sum, { length }) => sum + length + 1, 0),
  );
  return { start, end: start + (lines[line - 1]?.length ?? 0) };
}
