import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, signIn } from '../support/browser.js';
import { enrol } from '../support/enrol.js';
import { until } from '../support/until.js';
import { HandHeldWristband } from '../support/wristband.js';
import { startZhengtu, type Zhengtu } from '../support/zhengtu.js';

/** The state of one condition as GET /monitoring tells it. */
interface Monitoring {
  readonly state: string;
  readonly conditions: readonly { readonly what: string; readonly state: string }[];
}

describe('how the platform stands, on the screen', () => {
  let zhengtu: Zhengtu;
  let browser: Browser;
  let owner: pg.Client;

  beforeAll(async () => {
    zhengtu = await startZhengtu();
    browser = await openBrowser();
    owner = new pg.Client({ connectionString: zhengtu.ownerUrl });
    await owner.connect();
    // A round a second instead of ten, and six seconds of silence instead of thirty.
    const policy = { roundSeconds: 1, calmSeconds: 1, limits: { 'process.engine': 6 } };
    await owner.query(
      `insert into policy (kind, version, valid_from, parameters, basis) values ('monitoring', 2, now(), $1, 'spec')`,
      [policy],
    );
  }, 120_000);
  afterAll(async () => {
    await owner.end();
    await browser.close();
    await zhengtu.stop();
  }, 30_000);

  const banner = (page: Page) => page.locator('[data-testid=banner-degraded][data-what="process.engine"]');
  async function picture(page: Page, name: string): Promise<void> {
    const folder = process.env['SCREENSHOTS'];
    if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
  }

  it('says that an engine hangs, to who was there, who comes later and who has no line, until it moves again', async () => {
    const early = await signIn(browser, zhengtu.url, zhengtu.account('office'));
    // It lives, holds its port and its connections, and does nothing.
    const pid = zhengtu.pid('engine') ?? 0;
    process.kill(pid, 'SIGSTOP');
    try {
      await banner(early)
        .getByText(/判定进程已 \d+ 秒没有响应/)
        .waitFor({ timeout: 40_000 });
      const late = await signIn(browser, zhengtu.url, zhengtu.account('head'));
      await banner(late).getByText('请管理员启动判定进程').waitFor();
      await picture(late, 'degraded-zh-CN');
      await late.evaluate(() => localStorage.setItem('zhengtu.preferences', '{"language":"en","appearance":"dark"}'));
      await late.reload();
      await banner(late)
        .getByText(/the engine has given no sign of life for \d+ s/)
        .waitFor();
      await picture(late, 'degraded-en');
      const monitoring = await zhengtu.prosecutor.get<Monitoring>('/monitoring');
      expect(monitoring.state).toBe('degraded');
      expect(monitoring.conditions).toContainEqual(
        expect.objectContaining({ what: 'process.engine', state: 'degraded' }),
      );
      const context = await browser.newContext({ locale: 'zh-CN' });
      const admin = await context.newPage();
      await admin.goto(zhengtu.url);
      await admin.getByLabel('用户名').fill('admin');
      await admin.getByLabel('密码').fill(zhengtu.account('admin').password);
      await admin.keyboard.press('Enter');
      await banner(admin).waitFor();
      process.kill(pid, 'SIGCONT');
      await banner(early).waitFor({ state: 'detached', timeout: 40_000 });
      await banner(late).waitFor({ state: 'detached' });
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    const { rows } = await owner.query(
      `select type from feed_event where data ->> 'what' = 'process.engine' order by cursor`,
    );
    expect(rows).toEqual([{ type: 'monitoring.degraded' }, { type: 'monitoring.restored' }]);
  }, 180_000);

  it("lists a wristband's lives and each hole in its numbers, with what became of it", async () => {
    const { deviceId, secret } = await enrol(zhengtu.office, zhengtu.head, '周六');
    const wristband = await HandHeldWristband.connect(zhengtu.mqttUrl, deviceId, secret);
    const record = (seq: number) => ({ seq, k: 'nofix' });
    await wristband.send(record(1), record(5), record(9));
    const asked = (holes: number[][]) =>
      until(`a request for ${JSON.stringify(holes)}`, () =>
        wristband.down.some(({ resend }) => JSON.stringify(resend) === JSON.stringify(holes)),
      );
    await asked([
      [2, 4],
      [6, 8],
    ]);
    await wristband.send(record(2), record(3), record(4));
    await wristband.raw(JSON.stringify({ boot: 1, rec: [{ ...record(12), t: Date.now() }], gone: [[6, 8]] }));
    await asked([[10, 11]]);
    await wristband.close();
    const again = await HandHeldWristband.connect(zhengtu.mqttUrl, deviceId, secret, 2);
    await again.send(record(1));
    const page = await signIn(browser, zhengtu.url, zhengtu.account('office'));
    await page.goto(`${zhengtu.url}/devices/${deviceId}`);
    await until('each hole has its state', async () => {
      await page.reload();
      const holes = page.getByTestId('device-holes');
      await page.getByTestId('device').waitFor();
      const text = (await holes.count()) === 0 ? '' : await holes.innerText();
      return ['第 2 至 4 条：已补传', '第 6 至 8 条：腕带已不再保存', '第 10 至 11 条：仍缺失'].every((one) =>
        text.includes(one),
      );
    });
    const device = page.getByTestId('device');
    for (const life of ['启动 1', '启动 2']) await device.getByText(life, { exact: true }).waitFor();
    const ofWhichLife = await page.getByTestId('device-holes').getByText('启动 1 · 已请求').count();
    expect(ofWhichLife).toBe(3);
    await page.getByTestId('device-holes').scrollIntoViewIfNeeded();
    await picture(page, 'device-holes');
    await again.close();
  }, 120_000);
});
