import type { PointsAccount, PointsEntry } from '#libs/protocol';

/** 积分通知书: what a month came to, for the supervisee to read. In Chinese whatever the console speaks: it is a paper. */
export function statementOf(name: string, account: PointsAccount, month: string): string[] {
  const [year, number] = month.split('-');
  const closed = account.months.find((one) => one.month === month);
  const entries = account.entries.filter(({ at }) => at.slice(0, 7) === month).reverse();
  return [
    `${name}：`,
    `现将你${year}年${Number(number)}月的积分情况告知如下。`,
    account.scheme === null
      ? '本月没有适用的计分方案。'
      : `适用方案：${account.scheme.name}（第${account.scheme.version}版）。`,
    ...(closed === undefined
      ? ['本月尚未结算，以下为目前记录。']
      : [`月初${closed.opening ?? '无'}分，月末${closed.closing ?? '无'}分。`]),
    ...(entries.length === 0 ? ['本月没有加分或者扣分记录。'] : entries.flatMap(linesOf)),
    '积分本身不产生训诫、警告等处罚。对以上记录有异议的，可以在规定期限内向社区矫正机构提出；对答复不服的，可以向人民检察院反映。',
  ];
}

function linesOf(entry: PointsEntry, index: number): string[] {
  const sign = entry.sign === 'add' ? '加' : '扣';
  const capped = entry.capped === '0' || entry.state !== 'confirmed' ? '' : `，其中${entry.capped}分超过上限未计`;
  const head = `${index + 1}. ${day(entry.at)}，${entry.itemName}，${sign}${entry.asked}分${capped}（依据：${entry.clause}）。事由：${entry.reason}。`;
  const acts = entry.acts.map(({ act, at, reason, due }) => {
    const until = due === null ? '' : `，应于${day(due)}前答复`;
    return `   ${day(at)}${said[act]}${reason === '' ? '' : `：${reason}`}${until}。`;
  });
  return [head, `   ${day(entry.proposedAt)}拟记${entry.proposedBy === null ? '（系统根据记录提出）' : ''}。`, ...acts];
}

const said = {
  confirmed: '审核确认',
  withdrawn: '不予记分',
  objected: '你提出异议',
  upheld: '复核维持',
  overturned: '复核撤销，分数已恢复',
};
const day = (at: string): string => `${Number(at.slice(5, 7))}月${Number(at.slice(8, 10))}日`;
