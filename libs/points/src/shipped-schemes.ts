import { classes } from './class-rules.js';
import type { SchemeDocument } from './scheme.js';

import { thousandPoints } from './thousand-points.js';

/** 良好, 合格, 不合格: only facts with legal standing decide (Fujian; the text is repealed and still the clearest). */
export const monthlyGrades: SchemeDocument = {
  code: 'monthly-grades',
  name: '月度三级评定',
  basis: '福建省社区矫正月度考核规定（已废止，规则作为范例）；公示、异议天数为平台示例',
  account: { is: 'none' },
  order: 'event',
  parts: [],
  items: [],
  grades: [
    {
      code: 'fail',
      name: '不合格',
      when: {
        any: [
          {
            is: 'facts',
            kinds: ['decision.admonished', 'decision.warned', 'decision.penalised'],
            atLeast: 1,
            months: 1,
          },
          { is: 'education', of: ['fail'] },
        ],
      },
    },
    {
      code: 'good',
      name: '良好',
      when: {
        all: [
          { is: 'facts', kinds: ['decision.commended', 'decision.commuted'], atLeast: 1, months: 1 },
          { is: 'education', of: ['good'] },
        ],
      },
    },
    { code: 'pass', name: '合格', when: { all: [{ is: 'education', of: ['good', 'pass'] }] } },
    { code: 'unrated', name: '未评定（无教育考核结果）', when: {} },
  ],
  classes: classes.map((one) =>
    one.code === 'strict'
      ? { ...one, when: { ...one.when, any: [...(one.when.any ?? []), { is: 'grade', of: ['fail'] }] } }
      : one,
  ),
  month: { publicityDays: 5, objectionDays: 5, reviewDays: 5 },
};

/** A base of 5 points a month, another one for who cannot work (Hunan, before 2020); items as a worked pattern. */
export const monthlyBase: SchemeDocument = {
  code: 'monthly-base',
  name: '月度基础分',
  basis:
    '湖南《社区服刑人员考核计分和分级管理办法(试行)》：月基础分5分；其他情形基础分、项目、上限未见原文，为平台示例',
  account: { is: 'monthly', base: '5', carry: true, otherBases: [{ fact: 'work.unable', base: '3' }] },
  order: 'event',
  parts: [
    { code: 'supervision', name: '监督管理', deductions: { month: '10' } },
    { code: 'education', name: '教育帮扶', additions: { month: '2.5' } },
  ],
  items: [
    {
      code: 'report-missed',
      name: '未按时报告',
      part: 'supervision',
      sign: 'deduct',
      points: '2',
      clause: '计分考核（平台示例）',
      facts: ['report.missed'],
    },
    {
      code: 'left-area',
      name: '未经批准离开规定区域',
      part: 'supervision',
      sign: 'deduct',
      points: '5',
      clause: '计分考核（平台示例）',
      alerts: ['zone.exit', 'zone.entry', 'leave.deviation', 'leave.overdue'],
    },
    {
      code: 'education-hours',
      name: '超出规定学时的教育学习',
      part: 'education',
      sign: 'add',
      formula: { perUnit: '0.25', beyond: '8' },
      clause: '计分考核（平台示例）',
      caps: { event: '2' },
      facts: ['education.hours'],
    },
    {
      code: 'merit',
      name: '立功',
      part: 'education',
      sign: 'add',
      points: '10',
      clause: '计分考核（平台示例）',
      caps: { year: '20' },
      facts: ['decision.merit'],
    },
  ],
  classes,
  month: { publicityDays: 7, objectionDays: 7, reviewDays: 7 },
};

export const shippedSchemes = [thousandPoints, monthlyGrades, monthlyBase] as const;
