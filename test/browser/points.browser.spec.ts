import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, signIn } from '../support/browser.js';
import { ELSEWHERE, enrol, HOME } from '../support/enrol.js';
import { until } from '../support/until.js';
import { HandHeldWristband } from '../support/wristband.js';
import { startZhengtu, type Zhengtu } from '../support/zhengtu.js';

interface Alerts {
  readonly items: readonly { readonly id: string; readonly kind: string }[];
}

describe('points, on the screen', () => {
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

  /** Out of every county and back: an exit that an officer confirms. */
  async function confirmedExit(name: string): Promise<string> {
    const { superviseeId, deviceId, secret } = await enrol(zhengtu.office, zhengtu.head, name, {
      boundFrom: new Date(Date.now() - 30 * 60_000),
    });
    const wristband = await HandHeldWristband.connect(zhengtu.mqttUrl, deviceId, secret);
    const fix = (place: object, minutes: number) => ({
      ...{ k: 'fix', ...place, acc: 8, src: 'gnss', t: Date.now() - minutes * 60_000 },
    });
    await wristband.send(fix(HOME, 9), ...[8, 7, 6, 5].map((minutes) => fix(ELSEWHERE, minutes)), fix(HOME, 1));
    const exit = async () => {
      const { items } = await zhengtu.office.get<Alerts>(`/alerts?supervisee=${superviseeId}`);
      return items.find(({ kind }) => kind === 'zone.exit');
    };
    await until('the exit', async () => (await exit()) !== undefined, 60_000);
    await zhengtu.office.post(`/alerts/${(await exit())?.id ?? ''}/resolve`, { code: 'true', note: '本人承认外出' });
    const others = await zhengtu.office.get<Alerts>(`/alerts?supervisee=${superviseeId}`);
    for (const { id, kind } of others.items) {
      if (kind !== 'zone.exit') await zhengtu.office.post(`/alerts/${id}/resolve`, { code: 'false', note: '误报' });
    }
    await wristband.close();
    return superviseeId;
  }

  const entry = (page: Page) => page.getByTestId('points-entries').locator('li[data-entry-id]');

  it('are proposed from a confirmed exit, confirmed, objected to and overturned, and the statement says all four', async () => {
    const id = await confirmedExit('钱九');
    const dossier = `${zhengtu.url}/supervisees/${id}`;
    const office = await signIn(browser, zhengtu.url, zhengtu.account('office'));
    await office.goto(dossier);
    await entry(office).getByText('未经批准离开规定区域').waitFor({ timeout: 60_000 });
    await entry(office).getByRole('link', { name: '越界' }).waitFor();

    const county = await signIn(browser, zhengtu.url, zhengtu.account('county'));
    await county.goto(`${zhengtu.url}/points`);
    const waiting = county.getByTestId('points-waiting').locator('li', { hasText: '钱九' });
    await waiting.getByRole('button', { name: '确认' }).click();
    await waiting.waitFor({ state: 'detached' });
    await county.goto(dossier);
    await county.getByTestId('points-score').getByText('720').waitFor();
    const picture = process.env['SCREENSHOTS'];
    if (picture !== undefined) await county.getByTestId('points').screenshot({ path: `${picture}/points.png` });

    await office.reload();
    await entry(office).getByRole('button', { name: '登记异议' }).click();
    await office.getByLabel('理由').fill('当日送孩子就医');
    await entry(office).locator('form').getByRole('button', { name: '登记异议' }).click();
    await entry(office).locator('[data-act=objected]').waitFor();
    // Whoever confirmed does not decide on the objection.
    await county.reload();
    await entry(county).locator('[data-act=objected]').waitFor();
    expect(await county.getByRole('button', { name: '撤销', exact: true }).count()).toBe(0);

    const head = await signIn(browser, zhengtu.url, zhengtu.account('head'));
    await head.goto(dossier);
    await entry(head).getByRole('button', { name: '撤销', exact: true }).click();
    await head.getByLabel('理由').fill('有医院证明');
    await entry(head).locator('form').getByRole('button', { name: '撤销', exact: true }).click();
    await head.getByTestId('points-score').getByText('750').waitFor();
    await head.getByRole('button', { name: '积分通知书' }).click();
    const statement = head.getByTestId('points-statement');
    for (const word of ['拟记', '审核确认', '你提出异议', '复核撤销'])
      await statement.getByText(word).first().waitFor();
    if (picture !== undefined) await head.screenshot({ path: `${picture}/points-statement.png` });
  }, 150_000);

  it('are counted by a scheme whose faults are named by their lines, whose versions are compared and enacted by another', async () => {
    const writer = await signIn(browser, zhengtu.url, zhengtu.account('city'));
    await writer.goto(`${zhengtu.url}/points`);
    await writer.getByTestId('points-schemes').getByRole('link').first().click();
    const text = writer.getByLabel('方案文本');
    await text.waitFor();
    const written = await text.inputValue();
    const changed = written.replace('"points": "30"', '"points": "thirty"');
    const line = written.split('\n').findIndex((one) => one.includes('"points": "30"')) + 1;
    await text.fill(changed);
    await writer.getByRole('button', { name: '检查' }).click();
    await writer
      .getByTestId('scheme-faults')
      .getByRole('button', { name: `第 ${line} 行` })
      .click();
    await text.fill(written.replace('"points": "30"', '"points": "25"'));
    await writer.getByLabel('本版说明').fill('减轻');
    await writer.getByRole('button', { name: '保存为新版本' }).click();
    await writer.getByText('2 个版本').waitFor();
    await writer.reload();
    await writer.getByTestId('scheme-differences').getByText('"25"').waitFor();
    await writer.getByText('本人编写的方案须由他人发布').waitFor();
    const picture = process.env['SCREENSHOTS'];
    if (picture !== undefined) await writer.screenshot({ path: `${picture}/points-scheme.png` });
  }, 90_000);
});
