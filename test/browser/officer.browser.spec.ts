import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, signIn } from '../support/browser.js';
import { enrol } from '../support/enrol.js';
import { startZhengtu, type Zhengtu } from '../support/zhengtu.js';
import { HandHeldWristband } from '../support/wristband.js';

describe('an officer in front of the console', () => {
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

  const row = (page: Page, name: string) => page.locator('[data-testid=alert-row]', { hasText: name });

  async function openStrap(name: string): Promise<HandHeldWristband> {
    const { deviceId, secret } = await enrol(zhengtu.office, zhengtu.head, name);
    const wristband = await HandHeldWristband.connect(zhengtu.mqttUrl, deviceId, secret);
    await wristband.send({ k: 'strap_open' });
    return wristband;
  }

  it('sees a strap that was opened in the queue, and what one officer claims the other sees at once', async () => {
    const mine = await signIn(browser, zhengtu.url, zhengtu.account('office'));
    const theirs = await signIn(browser, zhengtu.url, zhengtu.account('county'));
    const wristband = await openStrap('王一');
    await row(mine, '王一').waitFor();
    await row(theirs, '王一').waitFor();
    await row(mine, '王一').click();
    await mine.getByRole('button', { name: /认领/ }).click();
    await theirs.locator('[data-testid=alert-row][data-state=claimed]', { hasText: '王一' }).waitFor();
    await mine.context().close();
    await theirs.context().close();
    await wristband.close();
  }, 60_000);

  it('is shown after a reload what happened while the page was closed', async () => {
    const page = await signIn(browser, zhengtu.url, zhengtu.account('office'));
    await page.goto('about:blank');
    const wristband = await openStrap('赵二');
    await page.goto(zhengtu.url);
    await row(page, '赵二').waitFor();
    expect(await row(page, '赵二').count()).toBe(1);
    await page.context().close();
    await wristband.close();
  }, 60_000);

  it('resolves an alert with a coded reason from the keyboard and the form', async () => {
    const page = await signIn(browser, zhengtu.url, zhengtu.account('office'));
    const wristband = await openStrap('孙三');
    await row(page, '孙三').click();
    await page.keyboard.press('c');
    await page.locator('[data-testid=alert-row][data-state=claimed]', { hasText: '孙三' }).waitFor();
    await page.getByTestId('act-resolve').click();
    await page.getByRole('radio', { name: '误报' }).check();
    await page.locator('.act-form textarea').fill('腕带已重新佩戴');
    await page.locator('.act-form').getByRole('button').first().click();
    await row(page, '孙三').waitFor({ state: 'detached' });
    await page.context().close();
    await wristband.close();
  }, 60_000);
});
