import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser, signIn } from '../support/browser.js';
import { enrol } from '../support/enrol.js';
import { startZhengtu, type Zhengtu } from '../support/zhengtu.js';

describe('what is asked after the fact, on the screen', () => {
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

  it('is held by whoever may, and let go only by whoever may', async () => {
    const { superviseeId } = await enrol(zhengtu.office, zhengtu.head, '吴七');
    const dossier = `${zhengtu.url}/supervisees/${superviseeId}`;
    const prosecutor = await signIn(browser, zhengtu.url, zhengtu.account('prosecutor'));
    await prosecutor.goto(dossier);
    await prosecutor.getByText('没有保全').waitFor();
    await prosecutor.getByRole('button', { name: '设定保全' }).click();
    await prosecutor.getByLabel('事由').press('Enter');
    await prosecutor.getByTitle('检察监督').click();
    await prosecutor.getByLabel('说明').fill('遵检监〔2026〕12 号');
    await prosecutor.getByTestId('hold-form').getByRole('button', { name: '设定保全' }).click();
    const hold = prosecutor.getByTestId('holds').locator('li');
    await hold.getByText(/由 .*（派驻检察官）设定/).waitFor();

    const head = await signIn(browser, zhengtu.url, zhengtu.account('head'));
    await head.goto(dossier);
    await head.getByTestId('holds').getByText('检察官设定的保全只能由检察官解除').waitFor();
    expect(await head.getByRole('button', { name: '解除保全' }).count()).toBe(0);

    await hold.getByRole('button', { name: '解除保全' }).click();
    await prosecutor.getByLabel('解除理由').fill('监督程序已终结');
    await hold.locator('form').getByRole('button', { name: '解除保全' }).click();
    await prosecutor.getByTestId('holds').locator('[data-state=released]').getByText('监督程序已终结').waitFor();
    await prosecutor.getByText('没有保全').waitFor();
  }, 90_000);
});
