import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Browser } from 'playwright-core';
import { instant, type SuperviseeId } from '#libs/kernel';
import { seen, storeObservations } from '#libs/testkit';
import { openBrowser, signIn } from '../support/browser.js';
import { ELSEWHERE, enrol, HOME } from '../support/enrol.js';
import { until } from '../support/until.js';
import { HandHeldWristband } from '../support/wristband.js';
import { startZhengtu, type Zhengtu } from '../support/zhengtu.js';

const MINUTE = 60_000;

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

  it('is who was near a place clicked on the map, with a purpose and what is not known', async () => {
    const { superviseeId, deviceId, secret } = await enrol(zhengtu.office, zhengtu.head, '郑八');
    const wristband = await HandHeldWristband.connect(zhengtu.mqttUrl, deviceId, secret);
    await wristband.send({ k: 'fix', ...HOME, acc: 8, src: 'gnss' });
    const page = await signIn(browser, zhengtu.url, zhengtu.account('office'));
    await page.goto(`${zhengtu.url}/supervisees/${superviseeId}`);
    await page.getByRole('button', { name: '跟随' }).click();
    await page.locator('[data-testid=map][data-ready=true]').waitFor();
    await page.getByRole('button', { name: '谁在附近' }).click();
    const form = page.getByTestId('nearby');
    await form.getByRole('button', { name: '查询' }).click();
    await form.getByText('请写明用途').waitFor();
    const place = form.getByLabel('地点');
    await until('a click that chooses a place', async () => {
      await page.locator('.map-canvas').click();
      return (await place.inputValue()) !== '';
    });
    // The camera had gone to the wristband; what was clicked is about there, not where exactly.
    expect(await place.inputValue()).toMatch(/^\d+\.\d{6}, \d+\.\d{6}$/);
    await place.fill(`${HOME.lat + 0.0009}, ${HOME.lon}`);
    await form.getByLabel('用途').fill('核实走访');
    await form.getByRole('button', { name: '查询' }).click();
    const found = form.getByTestId('nearby-found');
    await found.getByRole('link', { name: '郑八' }).waitFor();
    expect(await found.locator('li').innerText()).toMatch(/100 米 误差 8 米/);
    await found.getByText('未列出不等于不在附近').waitFor();
    const picture = process.env['SCREENSHOTS'];
    if (picture !== undefined) await page.screenshot({ path: `${picture}/nearby.png` });
    const { items } = await zhengtu.prosecutor.get<{ items: { subject: string; purpose: string }[] }>(
      '/audit?action=nearby.found',
    );
    expect(items).toMatchObject([{ subject: `supervisee:${superviseeId}`, purpose: '核实走访' }]);
    await wristband.close();
  }, 90_000);

  it('is whom somebody must keep away from, and where people may come together', async () => {
    const { superviseeId } = await enrol(zhengtu.office, zhengtu.head, '陈十');
    const { superviseeId: other } = await enrol(zhengtu.office, zhengtu.head, '褚十一');
    const page = await signIn(browser, zhengtu.url, zhengtu.account('office'));
    await page.goto(`${zhengtu.url}/supervisees/${superviseeId}`);
    await page.getByRole('button', { name: '登记受保护人' }).click();
    const form = page.getByTestId('keep-away-form');
    await form.getByLabel(/称谓/).fill('被害人甲');
    await form.getByLabel('受保护人姓名').fill('王某');
    await form.getByLabel('地址', { exact: true }).fill('某路 1 号');
    await form.getByLabel(/^范围/).fill(`${HOME.lat + 0.02}, ${HOME.lon}, 50`);
    await form.getByLabel('依据的决定').fill('禁止令');
    await form.getByRole('button', { name: '登记' }).click();
    const contacts = page.getByTestId('forbidden-contacts');
    await contacts.getByText('被害人甲').waitFor();
    expect(await contacts.innerText()).not.toContain('某路');
    await contacts.getByLabel('查看地址的用途').fill('核实告警');
    await contacts.getByRole('button', { name: '查看姓名和地址' }).click();
    await contacts.getByText('王某 · 某路 1 号').waitFor();

    await page.getByRole('button', { name: '登记同案犯' }).click();
    await form.getByLabel('社区矫正对象编号').fill(other);
    await form.getByLabel('依据的决定').fill('同案');
    await form.getByRole('button', { name: '登记' }).click();
    await contacts.getByRole('link', { name: '褚十一' }).click();
    await page.locator(`[data-testid=dossier][data-supervisee-id="${other}"]`).waitFor();
    await contacts.getByRole('link', { name: '陈十' }).waitFor();
    await contacts.getByLabel('撤销原因').fill('禁止令期满');
    await contacts.getByRole('button', { name: '撤销' }).click();
    await contacts.locator('[data-state=withdrawn]').getByText('禁止令期满').waitFor();

    const folder = process.env['SCREENSHOTS'];
    if (folder !== undefined) await page.screenshot({ path: `${folder}/keep-away.png` });

    await page.goto(`${zhengtu.url}/listed-places`);
    const listed = page.getByTestId('listed-places');
    await listed.getByRole('button', { name: '登记场所' }).click();
    await listed.getByLabel('名称').fill('培训基地');
    await listed.getByLabel(/^范围/).fill(`${HOME.lat}, ${HOME.lon}, 80`);
    await listed.getByLabel('可以聚集的原因').fill('集中教育');
    await listed.getByRole('button', { name: '登记', exact: true }).click();
    await listed.locator('[data-state=in_force]').getByText('培训基地').waitFor();
    if (folder !== undefined) await page.screenshot({ path: `${folder}/listed-places.png` });
  }, 90_000);

  it('is what other parameters would have found, before they apply', async () => {
    const began = Date.now() - 50 * MINUTE;
    const { superviseeId, deviceId } = await enrol(zhengtu.office, zhengtu.head, '冯九', {
      boundFrom: new Date(began),
    });
    await travelled({ id: superviseeId as SuperviseeId, device: deviceId }, began + MINUTE);
    const page = await signIn(browser, zhengtu.url, zhengtu.account('office'));
    await page.getByRole('link', { name: '试算' }).click();
    const form = page.getByTestId('backtest-form');
    const ask = async (): Promise<void> => {
      await page.getByRole('button', { name: '新的试算' }).click();
      await form.getByLabel('告警种类').press('Enter');
      await page.getByTitle('越界', { exact: true }).click();
      await form.getByLabel('持续（秒）').fill('3600');
      await form.getByLabel('为什么试').fill('边界告警太多');
      await form.getByRole('button', { name: '开始试算' }).click();
    };
    const result = page.getByTestId('backtest');
    const worker = zhengtu.pid('worker') ?? 0;
    process.kill(worker, 'SIGSTOP');
    try {
      await ask();
      await result.getByText('等待中').waitFor();
      await result.getByRole('button', { name: '取消试算' }).click();
      await page.locator('[data-testid=backtest][data-state=cancelled]').waitFor();
    } finally {
      process.kill(worker, 'SIGCONT');
    }
    await ask();
    await page.locator('[data-testid=backtest][data-state=done]').waitFor({ timeout: 60_000 });
    const exits = result.locator('[data-testid=backtest-counts] tr[data-kind="zone.exit"] td');
    expect(await exits.allInnerTexts()).toEqual(['1', '0', '0', '1', '0']);
    const gone = result.getByTestId('backtest-gone');
    expect(await gone.getByRole('link', { name: '冯九' }).getAttribute('href')).toBe(`/supervisees/${superviseeId}`);
    expect(await gone.getByRole('link', { name: '越界' }).getAttribute('href')).toMatch(/^\/alerts\/\d+$/);
    const folder = process.env['SCREENSHOTS'];
    if (folder !== undefined) {
      await page.getByRole('button', { name: '新的试算' }).click();
      await form.getByLabel('告警种类').press('Enter');
      await page.getByTitle('越界', { exact: true }).click();
      await page.screenshot({ path: `${folder}/backtest.png` });
    }
  }, 120_000);

  /** At home, a hundred kilometres away, and at home again, as it is stored: known to the engine when this resolves. */
  async function travelled(
    wearer: { readonly id: SuperviseeId; readonly device: string },
    from: number,
  ): Promise<void> {
    const places = [...Array<typeof HOME>(5).fill(HOME), ...Array<typeof HOME>(20).fill(ELSEWHERE), HOME, HOME, HOME];
    const records = places.map(({ lat, lon }, index) => {
      const at = instant(from + index * MINUTE);
      return seen(at, index + 1, { kind: 'fix', lat, lon, accuracy: 8, source: 'gnss' });
    });
    const owner = new pg.Pool({ connectionString: zhengtu.ownerUrl, max: 1 });
    await storeObservations({ owner }, wearer, records);
    await owner.end();
    await until('the exit to be found', async () => {
      const query = `supervisee=${wearer.id}&kind=zone.exit`;
      return (await zhengtu.office.get<{ items: unknown[] }>(`/alerts?${query}`)).items.length === 1;
    });
  }
});
