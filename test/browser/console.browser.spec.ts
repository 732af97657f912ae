import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, signIn } from '../support/browser.js';
import { enrol } from '../support/enrol.js';
import { until } from '../support/until.js';
import { startZhengtu, type Zhengtu } from '../support/zhengtu.js';
import { HandHeldWristband } from '../support/wristband.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe('the console', () => {
  let zhengtu: Zhengtu;
  let browser: Browser;
  const wristbands: HandHeldWristband[] = [];

  beforeAll(async () => {
    zhengtu = await startZhengtu();
    browser = await openBrowser();
  }, 120_000);
  afterAll(async () => {
    for (const wristband of wristbands) await wristband.close();
    await browser.close();
    await zhengtu.stop();
  }, 30_000);

  const officer = (username = 'office'): Promise<Page> => signIn(browser, zhengtu.url, zhengtu.account(username));
  const row = (page: Page, name: string) => page.locator('[data-testid=alert-row]', { hasText: name });

  /** Somebody whose strap is open; resolves when the record is stored. */
  async function openStrap(name: string): Promise<{ superviseeId: string }> {
    const { superviseeId, deviceId, secret } = await enrol(zhengtu.office, zhengtu.head, name);
    const wristband = await HandHeldWristband.connect(zhengtu.mqttUrl, deviceId, secret);
    wristbands.push(wristband);
    await wristband.send({ k: 'strap_open' });
    return { superviseeId };
  }

  /** Broken rules of WCAG 2.2 AA and good practice, each with the first element that breaks it. */
  async function faultsOf(page: Page): Promise<string[]> {
    // Not a script element: the page's own policy would not let it in.
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: Axe }).axe.run());
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
  }

  it.each([
    ['Chinese, light', 'zh-CN', 'light'],
    ['English, dark', 'en', 'dark'],
  ] as const)(
    'has no fault of accessibility that can be found by machine: %s',
    async (_, language, appearance) => {
      const { superviseeId } = await openStrap(`Axe ${language}`);
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      await context.addInitScript(
        (chosen) => localStorage.setItem('zhengtu.preferences', chosen),
        JSON.stringify({ language, appearance }),
      );
      const page = await context.newPage();
      await page.goto(zhengtu.url);
      await page.locator('form').waitFor();
      const faults = await faultsOf(page);
      await page.locator('input').first().fill('head');
      await page.locator('input[type=password]').fill(zhengtu.account('head').password);
      await page.keyboard.press('Enter');
      await row(page, `Axe ${language}`).click();
      await page.getByTestId('act-resolve').click();
      await page.locator('[data-testid=map][data-ready=true]').waitFor();
      faults.push(...(await faultsOf(page)));
      await page.goto(`${zhengtu.url}/supervisees/${superviseeId}`);
      await page.getByTestId('orders').locator('li').waitFor();
      faults.push(...(await faultsOf(page)));
      await page.goto(`${zhengtu.url}/devices`);
      await page.getByTestId('devices').waitFor();
      faults.push(...(await faultsOf(page)));
      await page.goto(`${zhengtu.url}/audit`);
      await page.getByTestId('audit').waitFor();
      faults.push(...(await faultsOf(page)));
      expect(faults).toEqual([]);
      await context.close();
    },
    90_000,
  );

  it('can be worked with the keyboard alone, from the sign-in to the outcome', async () => {
    const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.goto(zhengtu.url);
    await page.getByLabel('用户名').waitFor();
    const { username, password } = zhengtu.account('office');
    await page.keyboard.type(username);
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await page.getByTestId('line').waitFor();
    await openStrap('钱一');
    await row(page, '钱一').waitFor();
    while (!(await row(page, '钱一').evaluate((element) => element === document.activeElement)))
      await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByTestId('alert-panel').getByRole('heading', { name: /钱一/ }).waitFor();
    await page.keyboard.press('c');
    await page.locator('[data-testid=alert-row][data-state=claimed]', { hasText: '钱一' }).waitFor();
    await page.keyboard.press('r');
    await page.getByRole('radio', { name: '属实' }).waitFor();
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.type('已上门查看');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('[data-testid=act-log] [data-act=resolve]', { hasText: '已上门查看' }).waitFor();
    await context.close();
  }, 60_000);

  it('says who was first when two officers act on one alert', async () => {
    const [mine, theirs] = [await officer(), await officer('county')];
    await openStrap('吴二');
    await row(mine, '吴二').click();
    await row(theirs, '吴二').click();
    await mine.getByTestId('act-resolve').click();
    await mine.getByRole('radio', { name: '误报' }).check();
    await theirs.getByTestId('act-claim').click();
    await row(mine, '吴二').and(mine.locator('[data-state=claimed]')).waitFor();
    await mine.getByRole('button', { name: '提交结论' }).click();
    const words = await mine.getByTestId('act-conflict').textContent();
    expect(words).toMatch(/没有生效：已被别人认领。周主任 已于 \d\d:\d\d:\d\d 认领。/);
    await mine.context().close();
    await theirs.context().close();
  }, 60_000);

  it('moves nothing under the pointer: what is new waits until it is asked for', async () => {
    const page = await officer();
    await openStrap('郑三');
    await row(page, '郑三').hover();
    await openStrap('冯四');
    const waiting = page.getByTestId('queue-new');
    // A hand that rests is not a hand on the list.
    while (!(await waiting.isVisible()))
      await row(page, '郑三').hover({ position: { x: 20 + (Date.now() % 100), y: 20 } });
    expect(await row(page, '冯四').count()).toBe(0);
    await waiting.click();
    await row(page, '冯四').waitFor();
    await page.context().close();
  }, 60_000);

  it('lists what happened while the server was away, and shows each alert once', async () => {
    const page = await officer();
    await page.getByTestId('line').and(page.locator('[data-status=normal]')).waitFor();
    await page.context().setOffline(true);
    // A browser that is told to be offline keeps the sockets it has.
    await zhengtu.kill('api');
    await page.getByTestId('banner-lost').waitFor();
    const { superviseeId } = await openStrap('陈五');
    await until('the alert is raised', async () => {
      const { items } = await zhengtu.office.get<{ items: unknown[] }>(`/alerts?supervisee=${superviseeId}`);
      return items.length > 0;
    });
    await page.context().setOffline(false);
    await page.getByTestId('away').getByText('陈五').waitFor({ timeout: 40_000 });
    await page.getByTestId('banner-lost').waitFor({ state: 'detached' });
    expect(await row(page, '陈五').count()).toBe(1);
    await page.context().close();
  }, 90_000);

  it('lets a prosecutor read and check everything and change nothing', async () => {
    const page = await officer('prosecutor');
    await openStrap('褚六');
    await row(page, '褚六').click();
    await page.getByTestId('sentence').waitFor();
    expect(await page.locator('[data-testid^=act-]:is(button)').count()).toBe(0);
    await page.getByRole('link', { name: '审计' }).click();
    await page.getByRole('button', { name: '验证哈希链' }).click();
    await page.locator('[data-testid=chain][data-intact=true]').waitFor();
    await page.context().close();
  }, 60_000);
});

interface Axe {
  run(): Promise<AxeResults>;
}
