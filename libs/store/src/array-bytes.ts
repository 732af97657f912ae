/**
 * Lists in the form in which PostgreSQL sends arrays (`array_send`): dimensions, whether there are nulls, the type of the
 * elements, length and lower bound of the only dimension; then each element with its length in front, -1 for null.
 */
function readList<T>(bytes: Uint8Array | null, read: (view: DataView, at: number) => T): (T | null)[] {
  if (bytes === null) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getInt32(0) === 0) return [];
  const list = new Array<T | null>(view.getInt32(12));
  for (let index = 0, at = 20; index < list.length; index += 1) {
    const length = view.getInt32(at);
    list[index] = length < 0 ? null : read(view, at + 4);
    at += 4 + Math.max(0, length);
  }
  return list;
}

/** Whole numbers as far as JavaScript holds them: 53 bits. */
export const bigints = (bytes: Uint8Array | null): (number | null)[] => readList(bytes, readInt8);
const readInt8 = (view: DataView, at: number): number => view.getInt32(at) * 2 ** 32 + view.getUint32(at + 4);

/** In milliseconds since the epoch; PostgreSQL counts microseconds from the year 2000 on. */
export const times = (bytes: Uint8Array | null): (number | null)[] => readList(bytes, readTime);
const MILLENNIUM = Date.UTC(2000, 0, 1);
const readTime = (view: DataView, at: number): number => Math.round(readInt8(view, at) / 1_000) + MILLENNIUM;

export const doubles = (bytes: Uint8Array | null): (number | null)[] =>
  readList(bytes, (view, at) => view.getFloat64(at));

/** Of single precision, with no more digits than tell it apart: the double that is as great has digits nobody measured. */
export function reals(bytes: Uint8Array | null): (number | null)[] {
  const known = new Map<number, number>();
  return readList(bytes, (view, at) => {
    const exact = view.getFloat32(at);
    const short = known.get(exact) ?? shortened(exact);
    known.set(exact, short);
    return short;
  });
}

function shortened(exact: number): number {
  for (let digits = 6; digits < 9; digits += 1) {
    const short = Number(exact.toPrecision(digits));
    if (Math.fround(short) === exact) return short;
  }
  return Number(exact.toPrecision(9));
}
