import { describe, expect, it } from '@jest/globals';
import { createIntl } from 'react-intl';
import type { AlertKind, AlertSummary } from '#libs/protocol';
import { catalogues, type Language } from '../texts/catalogue.js';
import { duration, type Say } from '../texts/use-text.js';
import { sentenceFacts } from './sentence.js';

const NOW = Date.parse('2026-11-23T14:10:10+08:00');
const SINCE = '2026-11-23T14:02:10+08:00';

function sentence(language: Language, kind: AlertKind, facts: AlertSummary['facts'], end?: string) {
  const intl = createIntl({ locale: language, messages: catalogues[language] });
  const say: Say = (key, values) => intl.formatMessage({ id: key }, values);
  const endedAt = end === undefined ? null : '2026-11-23T14:05:10+08:00';
  const alert = { kind, facts, endedAt, endReason: end ?? null, occurredAt: SINCE };
  const { lasting, values } = sentenceFacts(alert, NOW, say('alert.unknown'));
  return say(`sentence.${kind}`, { ...values, duration: duration(say, lasting) });
}

const exit = { zone: '汇川区', metres: 320, fixes: 4, accuracy: 8, since: SINCE, zoneId: '1' };

describe('the sentence', () => {
  it('can be read out on the phone', () => {
    expect(sentence('zh-CN', 'zone.exit', exit)).toBe(
      '离开汇川区 320 米，已持续 8 分钟，4 个定位点均在界外（误差 8 米）',
    );
    expect(sentence('en', 'zone.exit', { ...exit, zone: 'Huichuan District' })).toBe(
      '320 m outside Huichuan District for 8 min; all 4 fixes outside (error 8 m)',
    );
  });

  it('does not say that somebody is still out when they are back', () => {
    expect(sentence('zh-CN', 'zone.exit', exit, 'returned')).toBe(
      '曾离开汇川区 320 米，持续 3 分钟后返回，4 个定位点均在界外（误差 8 米）',
    );
  });

  it('takes back what late records have shown to be wrong', () => {
    expect(sentence('zh-CN', 'zone.exit', exit, 'contradicted')).toContain('并未离开汇川区');
    expect(sentence('en', 'strap.open', {}, 'contradicted')).toContain('was not open');
  });

  it('does not say that data came back when only the order ended', () => {
    const silent = { lastReceivedAt: null, limitSeconds: 25, intervalSeconds: 5, battery: null };
    expect(sentence('zh-CN', 'device.silent', silent, 'order-ended')).toBe(
      '曾 3 分钟没有任何数据，直到电子定位决定到期或终止',
    );
  });

  it('says which way a clock is wrong, and by how much', () => {
    const wrong = (offsetSeconds: number) => ({ since: SINCE, offsetSeconds });
    expect(sentence('zh-CN', 'clock.wrong', wrong(315_360_000))).toBe('腕带时钟快了 10 年，已持续 8 分钟');
    expect(sentence('zh-CN', 'clock.wrong', wrong(-28_800), 'corrected')).toBe('腕带时钟曾慢了 8 小时，持续 3 分钟');
    expect(sentence('en', 'clock.wrong', wrong(-28_800))).toBe(
      'The wristband’s clock is behind by 8 hours, for 8 min so far',
    );
  });

  it('counts the time of an open strap', () => {
    expect(sentence('zh-CN', 'strap.open', { since: SINCE, seq: 9 })).toBe('腕带断开，已持续 8 分钟，尚未扣合');
  });

  it('leaves the battery out when it is not known', () => {
    const silent = { lastReceivedAt: SINCE, limitSeconds: 25, intervalSeconds: 5 };
    expect(sentence('zh-CN', 'device.silent', { ...silent, battery: null })).toBe(
      '已 8 分钟没有任何数据（上报间隔 5 秒，限 25 秒）',
    );
    expect(sentence('en', 'device.silent', { ...silent, battery: 12 })).toBe(
      'No data at all for 8 min (interval 5 s, limit 25 s), last battery 12 %',
    );
  });

  it('says until when an order holds, and what is missing under it', () => {
    const ending = { since: SINCE, order: '3', to: '2026-12-07T00:00:00.000+08:00' };
    expect(sentence('zh-CN', 'order.ending', ending)).toBe(
      '电子定位决定将于 2026-12-07 00:00 到期，尚无已批准的决定与之衔接',
    );
    const uncovered = { since: SINCE, how: 'given', lastReceivedAt: null, order: '3', to: ending.to };
    expect(sentence('en', 'order.uncovered', uncovered)).toBe(
      'Under a device order, but the wristband is worn by somebody else; without one for 8 min',
    );
    expect(sentence('zh-CN', 'order.uncovered', uncovered, 'covered')).toBe(
      '电子定位决定生效中曾 3 分钟未受定位监管，现已绑定腕带并上报',
    );
  });

  it('says how often somebody was tried to be reached, and why', () => {
    const facts = { since: SINCE, ground: 'device.silent', alert: '7', groundSince: SINCE, attempts: 2 };
    expect(sentence('zh-CN', 'abscondment.suspected', facts)).toBe('已 8 分钟联系不上，2 次联系失败，期间腕带失联');
    expect(sentence('en', 'abscondment.suspected', facts, 'reached')).toBe(
      'Could not be reached for 3 min (2 attempts failed), then was',
    );
  });

  it('says whom somebody was with, and where a protected person is only by the designation', () => {
    const facts = { since: SINCE, how: 'co_offender', partner: 'supervisee-18', name: '李某', metres: 12, minutes: 8 };
    expect(sentence('zh-CN', 'contact.forbidden', facts)).toBe('与同案犯李某在一起已 8 分钟，最近 12 米');
    expect(sentence('en', 'contact.forbidden', { ...facts, how: 'place', name: 'victim A' }, 'entered')).toBe(
      'Was near the place of a protected person (victim A) for 3 min, then entered it',
    );
  });

  it('says who was together', () => {
    const facts = { since: SINCE, people: 5, minutes: 20, members: '1,2', names: '张某、李某' };
    expect(sentence('zh-CN', 'gathering', facts)).toBe('5 人聚集已 8 分钟：张某、李某');
    expect(sentence('en', 'gathering', facts, 'apart')).toBe('5 people were together for 20 min: 张某、李某');
  });

  it('says unknown for what was not written down', () => {
    expect(sentence('zh-CN', 'zone.exit', { zone: '汇川区' })).toContain('离开汇川区 未知 米');
  });
});
