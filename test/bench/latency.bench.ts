import type { Page } from 'playwright-core';
import { openBrowser, signIn } from '../support/browser.js';
import { enrol, HOME, type Enrolled } from '../support/enrol.js';
import { until } from '../support/until.js';
import { HandHeldWristband } from '../support/wristband.js';
import { startZhengtu, type Zhengtu } from '../support/zhengtu.js';

/**
 * From the publish of `strap_open` to the row on an officer's page, while 200 wristbands report once a minute.
 * Both ends are on one machine and read one clock.
 */
const IDLE = 200;
const SAMPLES = Number(process.env['SAMPLES'] ?? 100);

async function main(): Promise<void> {
  const zhengtu = await startZhengtu();
  const browser = await openBrowser();
  try {
    const page = await signIn(browser, zhengtu.url, zhengtu.account('office'));
    await watchRows(page);
    const fleet = await idleFleet(zhengtu);
    const latencies: number[] = [];
    for (let sample = 0; sample < SAMPLES; sample += 1) {
      const wristband = fleet[sample % IDLE];
      if (wristband !== undefined) latencies.push(await measure(zhengtu, page, wristband));
    }
    process.stdout.write(`${JSON.stringify(summary(latencies))}\n`);
  } finally {
    await browser.close();
    await zhengtu.stop();
  }
}

type Member = Enrolled & { readonly wristband: HandHeldWristband };

async function idleFleet(zhengtu: Zhengtu): Promise<Member[]> {
  const fleet: Member[] = [];
  for (let index = 0; index < IDLE; index += 1) {
    const enrolled = await enrol(zhengtu.office, zhengtu.head, `空闲${index}`);
    const wristband = await HandHeldWristband.connect(zhengtu.mqttUrl, enrolled.deviceId, enrolled.secret);
    const report = (): void => void wristband.send({ k: 'fix', ...HOME, acc: 8, src: 'gnss' });
    report();
    setInterval(report, 60_000).unref();
    fleet.push({ ...enrolled, wristband });
  }
  return fleet;
}

/** Writes down, in the page, when each alert's row first stood in the queue. */
async function watchRows(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: Record<string, number> = {};
    Object.assign(globalThis, { rowsSeen: seen });
    const look = (): void => {
      for (const row of document.querySelectorAll('[data-testid=alert-row]')) {
        seen[row.getAttribute('data-alert-id') ?? ''] ??= Date.now();
      }
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, attributes: true });
  });
}

async function measure(zhengtu: Zhengtu, page: Page, member: Member): Promise<number> {
  const sent = Date.now();
  await member.wristband.send({ k: 'strap_open' });
  const open = `/alerts?supervisee=${member.superviseeId}&kind=strap.open&state=open`;
  const id = await until(
    'the alert',
    async () => (await zhengtu.office.get<{ items: { id: string }[] }>(open)).items[0]?.id,
  );
  const shown = await until(`the row of alert ${id}`, () =>
    page.evaluate((alert) => (globalThis as unknown as { rowsSeen: Record<string, number> }).rowsSeen[alert], id),
  );
  await member.wristband.send({ k: 'strap_closed' });
  await zhengtu.office.post(`/alerts/${id}/resolve`, { code: 'technical', note: 'measurement' });
  return shown - sent;
}

function summary(latencies: readonly number[]): { p50_ms: number; p99_ms: number; max_ms: number; n: number } {
  const sorted = [...latencies].sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50_ms: at(0.5), p99_ms: at(0.99), max_ms: at(1), n: sorted.length };
}

await main();
