import {
  DomainError,
  isoInShanghai,
  NOBODYS_DIVISION,
  type AlertId,
  type Instant,
  type SuperviseeId,
} from '#libs/kernel';
import type { ConsoleEventType } from '#libs/protocol';
import { episodeId, type Change, type Episode } from '#libs/rules';
import {
  act,
  AlertStore,
  SearchStore,
  summaryOf,
  writeJournal,
  type Database,
  type FeedNotice,
  type FiledAlert,
} from '#libs/store';

type Act = ReturnType<typeof act>;
type AlertEvent = Extract<ConsoleEventType, `alert.${string}`>;

/** What a change of an alert leaves in the audit log and in the feed, written together when it is over. */
export class JournalOfAlerts {
  readonly #acts: Act[] = [];
  readonly #told = new Map<AlertId, { type: AlertEvent; division: string }>();
  readonly opened: Episode[] = [];
  readonly #alerts: AlertStore;

  constructor(
    private readonly tx: Database,
    private readonly now: Instant,
  ) {
    this.#alerts = new AlertStore(tx);
  }

  async apply(change: Change, filed: ReadonlyMap<string, FiledAlert>): Promise<void> {
    switch (change.is) {
      case 'opened':
        await this.open(change.episode);
        return;
      case 'joined': {
        const alert = known(filed, change.alert.id);
        this.#tell('alert.changed', alert.id, await this.#alerts.rewrite(alert.id, change.episode));
        return;
      }
      case 'ended': {
        const alert = known(filed, change.alert.id);
        const division = await this.#alerts.rewrite(alert.id, change.episode);
        const reason = change.episode.ended?.reason ?? '';
        this.#note('alert.ended', alert.id, division, change.episode.superviseeId, { reason });
        await this.#followSearch(alert.id, division, change.episode, reason);
        return;
      }
      case 'revised': {
        const alert = known(filed, change.alert.id);
        const { episode, reason } = change;
        await this.#alerts.revise(alert, episode, reason, this.now);
        const division = await this.#alerts.rewrite(alert.id, episode);
        this.#note('alert.changed', alert.id, division, episode.superviseeId, { reason });
        return;
      }
      case 'contradicted':
        return this.#contradict(known(filed, change.alert.id));
    }
  }

  /** Undefined when the episode is on file already. */
  async open(episode: Episode): Promise<AlertId | undefined> {
    const row = await this.#alerts.open(episode, this.now);
    if (row === undefined) return undefined;
    if (row.division !== NOBODYS_DIVISION) this.opened.push(episode);
    const detail = { kind: episode.kind, episode: episodeId(episode), since: isoInShanghai(episode.startedAt) };
    this.#note('alert.opened', row.id, row.division, episode.superviseeId, detail);
    await this.#openSearch(row.id, row.division, episode);
    return row.id;
  }

  noteEnd(id: AlertId, division: string, supervisee: SuperviseeId, reason: string): void {
    this.#note('alert.ended', id, division, supervisee, { reason });
  }

  /** A silence that had ended was no silence of the wristband: its records came after all. */
  async explain(alert: FiledAlert): Promise<void> {
    const division = await this.#alerts.explain(alert.id);
    if (division === undefined || alert.ended === null) return;
    const ended = { at: alert.ended.at, reason: 'backlog' } as const;
    await this.#alerts.revise(alert, { ...alert, ended }, 'end-moved', this.now);
    this.#note('alert.changed', alert.id, division, alert.superviseeId, { reason: 'backlog' });
  }

  /** Last of all: it takes the journal lock. True when there was anything to tell. */
  async write(others: readonly FeedNotice[] = []): Promise<boolean> {
    const notices: FeedNotice[] = [...others];
    for (const [id, { type, division }] of this.#told) {
      notices.push({ type, at: this.now, division, data: await summaryOf(this.tx, id) });
    }
    if (notices.length === 0) return false;
    await writeJournal(this.tx, this.#acts, notices);
    return true;
  }

  async #contradict(alert: FiledAlert): Promise<void> {
    const ended = { at: alert.ended?.at ?? this.now, reason: 'contradicted' } as const;
    await this.#alerts.revise(alert, { ...alert, ended }, 'contradicted', this.now);
    const division = await this.#alerts.contradict(alert.id, this.now);
    const type = alert.ended === null ? 'alert.ended' : 'alert.changed';
    this.#note(type, alert.id, division, alert.superviseeId, { reason: 'contradicted' });
  }

  /** Whoever has lost contact is searched for at once: the record of it is opened with the alert. */
  async #openSearch(id: AlertId, division: string, { kind, superviseeId, startedAt }: Episode): Promise<void> {
    if (kind !== 'abscondment.suspected') return;
    const search = await new SearchStore(this.tx).open(superviseeId, id, startedAt, this.now);
    this.#act('search.opened', `supervisee:${superviseeId}`, division, { search, alert: id });
  }

  /** That the alert is over is written down in the search; whether the search is over, people say. */
  async #followSearch(id: AlertId, division: string, { kind, superviseeId }: Episode, reason: string): Promise<void> {
    if (kind !== 'abscondment.suspected') return;
    const search = await new SearchStore(this.tx).follow(id, 'alert_over', reason, this.now);
    if (search === undefined) return;
    this.#act('search.alert-over', `supervisee:${superviseeId}`, division, { search, alert: id, reason });
  }

  #act(action: string, subject: string, division: string, detail: Act['detail']): void {
    const who = { actor: 'system:engine', role: 'system', purpose: null } as const;
    this.#acts.push(act(this.now, { ...who, action, subject, division, detail }));
  }

  #note(type: AlertEvent, id: AlertId, division: string, supervisee: string, facts: Act['detail']): void {
    this.#tell(type, id, division);
    if (division === NOBODYS_DIVISION) return;
    const detail = { supervisee, ...facts };
    this.#act(type, `alert:${id}`, division, detail);
  }

  #tell(type: AlertEvent, id: AlertId, division: string): void {
    if (division !== NOBODYS_DIVISION) this.#told.set(id, { type, division });
  }
}

function known(filed: ReadonlyMap<string, FiledAlert>, id: string): FiledAlert {
  const alert = filed.get(id);
  if (alert === undefined) throw new DomainError('alert.not-found', `alert ${id} is not on file`);
  return alert;
}
