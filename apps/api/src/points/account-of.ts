import type { Instant, SuperviseeId } from '#libs/kernel';
import { bandOf, monthOf, writePoints, type Points } from '#libs/points';
import type { PointsAccount } from '#libs/protocol';
import { PointsLedgerStore, PointsMonthView, PointsSchemeStore, type Database } from '#libs/store';

const ALL = 10_000;

/** Everything about the points of somebody. */
export async function accountOf(
  db: Database,
  { id, division }: { readonly id: SuperviseeId; readonly division: string },
  at: Instant,
): Promise<PointsAccount> {
  const month = monthOf(at);
  const ledger = new PointsLedgerStore(db);
  const version = await new PointsSchemeStore(db).inForce(division, month);
  const months = new PointsMonthView(db);
  const [line] = version === undefined ? [] : await months.preview(version, [id], month);
  const score = line?.closed.closing ?? null;
  const band = version === undefined || score === null ? undefined : bandOf(version.scheme, score);
  const partName = (code: string): string => version?.scheme.parts.find((part) => part.code === code)?.name ?? code;
  const movements = await ledger.movements([id]);
  const { code = '', name = '' } = version?.scheme ?? {};
  return {
    superviseeId: id,
    scheme: version === undefined ? null : { id: version.id, version: version.version, code, name },
    month,
    score: written(score),
    band: band === undefined ? null : { code: band.code, name: band.name, colour: band.colour, effects: band.effects },
    parts: Object.entries(line?.closed.parts ?? {}).map(([part, amount]) => ({
      code: part,
      name: partName(part),
      points: writePoints(amount),
    })),
    entries: await ledger.list('', { superviseeId: id, limit: ALL }),
    movements: movements.map((one) => ({
      entryId: one.entryId,
      amount: writePoints(one.amount),
      month: one.month,
      at: new Date(one.at).toISOString(),
    })),
    months: await months.closedOf(id),
  };
}

const written = (amount: Points | null): string | null => (amount === null ? null : writePoints(amount));
