import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Browser } from 'playwright-core';
import { openBrowser, signIn } from '../support/browser.js';
import { enrol, HOME } from '../support/enrol.js';
import { until } from '../support/until.js';
import { HandHeldWristband } from '../support/wristband.js';
import { startZhengtu, type Zhengtu } from '../support/zhengtu.js';

describe('commands on the screen', () => {
  let zhengtu: Zhengtu;
  let browser: Browser;

  beforeAll(async () => {
    zhengtu = await startZhengtu();
    browser = await openBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await zhengtu.stop();
  }, 30_000);

  it('are given with a purpose, and show by themselves what became of them', async () => {
    const { superviseeId, deviceId, secret } = await enrol(zhengtu.office, zhengtu.head, '孙五');
    const wristband = await HandHeldWristband.connect(zhengtu.mqttUrl, deviceId, secret);
    const page = await signIn(browser, zhengtu.url, zhengtu.account('office'));
    await page.goto(`${zhengtu.url}/supervisees/${superviseeId}`);
    const log = page.getByTestId('command-log');
    const told = (cmd: string) => until(cmd, () => wristband.down.find((message) => message['cmd'] === cmd));

    await page.getByTestId('command-locate').click();
    expect(await page.getByTestId('command-send').isDisabled()).toBe(true);
    await page.getByLabel(/用途/).fill('核实是否在家');
    await page.getByTestId('command-send').click();
    await log.locator('[data-cmd=locate][data-state=sent]', { hasText: '还可等待' }).waitFor();
    expect(await page.getByTestId('command-locate').isDisabled()).toBe(true);
    const { id } = await told('locate');
    await wristband.send({ k: 'fix', ...HOME, acc: 8, src: 'gnss' }, { k: 'command_result', id, result: 'done' });
    await log.locator('[data-cmd=locate][data-state=done]', { hasText: '已执行' }).waitFor();
    // The fresh fix is on the map.
    await page.getByRole('button', { name: '跟随' }).waitFor();

    await page.getByTestId('command-message').click();
    await page.getByLabel('消息内容').fill('请于 15:00 前到司法所');
    await page.getByTestId('command-send').click();
    expect(await told('message')).toMatchObject({ text: '请于 15:00 前到司法所' });
    await page.getByTestId('command-interval').click();
    await page.getByRole('button', { name: '300 秒' }).click();
    await page.getByTestId('command-send').click();
    const { id: interval } = await told('interval');
    await wristband.send({ k: 'command_result', id: interval, result: 'done' });
    await page.getByText('上报间隔 300 秒').waitFor();

    const owner = new pg.Client({ connectionString: zhengtu.ownerUrl });
    await owner.connect();
    await owner.query(
      `update device_command set expires_at = requested_at + interval '1 ms' where device_id = $1 and state = 'sent'`,
      [deviceId],
    );
    await owner.end();
    await log.locator('[data-cmd=message][data-state=expired]', { hasText: '超时未应答' }).waitFor();
    const screenshot = process.env['SCREENSHOT'];
    if (screenshot !== undefined) {
      await log.scrollIntoViewIfNeeded();
      await page.getByTestId('command-locate').click();
      await page.screenshot({ path: screenshot });
    }

    await page.goto(`${zhengtu.url}/devices/${deviceId}`);
    await page.getByTestId('command-log').locator('li').nth(2).waitFor();
    const prosecutor = await signIn(browser, zhengtu.url, zhengtu.account('prosecutor'));
    await prosecutor.goto(`${zhengtu.url}/devices/${deviceId}`);
    await prosecutor.getByTestId('command-log').locator('li', { hasText: '核实是否在家' }).waitFor();
    expect(await prosecutor.getByTestId('command-locate').count()).toBe(0);
    await wristband.close();
  }, 90_000);
});
