/** 百家姓, from its beginning. */
const surnames = [
  ...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁',
];
const stems = [...'甲乙丙丁戊己庚辛壬癸'];
const branches = [...'子丑寅卯辰巳午未申酉戌亥'];

/**
 * Names for people who do not exist: surnames in the order of the book that children learnt them from, given names
 * counted off on the calendar's cycle of sixty. They read like names, and a few of them side by side show that they are counted off.
 */
export const madeUpName = (index: number): string =>
  `${surnames[index % surnames.length] ?? ''}${stems[index % 10] ?? ''}${branches[(index + 4) % 12] ?? ''}`;
