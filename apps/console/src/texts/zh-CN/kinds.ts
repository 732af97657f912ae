import type { KindKey } from '../vocabulary-key.js';

/** The kinds of alert: their names, what raises them, and the one sentence about an alert. */
export const kinds = {
  'kind.zone.exit': '越界',
  'kind.zone.entry': '进入禁止区域',
  'kind.strap.open': '腕带拆卸',
  'kind.device.silent': '失联',
  'kind.clock.wrong': '时钟异常',
  'kind.sos': '求救',
  'kind.case.open': '外壳打开',
  'kind.strap.pattern': '反复拆卸',
  'kind.power.off': '关机',
  'kind.battery.low': '电量低',
  'kind.battery.critical': '电量将尽',
  'kind.data.gap': '数据缺失',
  'kind.leave.deviation': '偏离外出地',
  'kind.leave.overdue': '外出逾期未归',
  'kind.zone.absent': '应到未到',
  'kind.device.no_position': '无定位',
  'kind.movement.implausible': '轨迹异常',
  'kind.jamming.suspected': '疑似干扰',
  'kind.device.separated': '人机分离',
  'kind.zone.approach': '接近禁止区域',
  'kind.order.ending': '定位决定将到期',
  'kind.order.uncovered': '决定未落实',
  'kind.abscondment.suspected': '疑似脱管',
  'kind.gathering': '聚集',
  'kind.contact.forbidden': '违反禁止接触',
  'rule.zone.exit':
    '确信已在界外时产生：依据两个定位点离边界的距离、所报误差、该腕带以往的误差与漂移，以及误差须持续的时间。相近时间的定位点误差相同，不重复计数；误差过大的定位点不计。',
  'rule.zone.entry':
    '定位点在禁止区域内、且深入超过其误差，立即告警；可能只是误差的，连续两点才告警。两个定位点都在界外，但其间的直线穿过区域、又来不及绕行的，也告警。',
  'rule.strap.open': '腕带报告断开即告警，时间再短也不忽略；扣合只结束告警，不等于处置。',
  'rule.clock.wrong':
    '腕带时钟不可能正确时告警：早于 2020 年、比接收时间超前五分钟以上、序号递增而时间倒退，或始终落后同样长的时间；只是迟到的数据不算。记录照样保存，并在原时间旁记下校正时间，但不据以判断人在哪里。',
  'rule.device.silent': '超过规定的上报间隔数仍未收到任何数据即告警，以平台收到的时间为准。',
  'rule.sos': '按下求救键即告警；一小时内再按，并入同一告警。',
  'rule.case.open': '腕带报告外壳被打开即告警，时间再短也不忽略；设备不会报告外壳合上，须当面检查。',
  'rule.strap.pattern': '一天之内表带或外壳多次短时打开即告警。每次打开各有告警，合在一起说明有人在试着拆卸。',
  'rule.power.off': '腕带报告关机即告警；再次收到它的任何数据即结束。',
  'rule.battery.low':
    '连续两次电量低于限值，或按其自身耗电曲线只能再用几小时，即告警；腕带自己报告低电时立即告警。充电即结束。',
  'rule.battery.critical': '连续两次电量将尽，或按其自身耗电曲线只能再用约两小时，即告警。充电即结束。',
  'rule.data.gap':
    '按腕带自己的时间，有一长段没有任何数据，恢复后一刻钟内也没有补传，即告警。以后补传的数据会填上缺口并注明。',
  'rule.leave.deviation':
    '批准外出期间，既不在居住地、也不在外出地、又不在两地之间（含绕行）的路上，十分钟内三个定位点超出误差即告警。返回或外出结束时结束。',
  'rule.leave.overdue': '外出期满一小时后仍未销假即告警。人已返回并不结束，销假才结束。',
  'rule.zone.absent':
    '在围栏规定的时段（宵禁、定时到场）内不在围栏内即告警：时段开始时以一天内最后已知的位置判断，之后有两个定位点超出误差在界外满一分钟即告警。返回或时段结束时结束。',
  'rule.device.no_position':
    '腕带在上报，却太久说不出自己在哪里，即告警。多久算太久，看最后一个可用定位点的来源；离边界远的，时限放宽。',
  'rule.movement.implausible':
    '定位点不可能为真时告警：除去误差仍快过任何车辆，反复如此或停在那里；或接收机在移动、卫星在变化而坐标一位不差。偶尔一个漂移点不算。',
  'rule.jamming.suspected':
    '腕带报告受到干扰时立即告警；一天之内多次、每次在不同地点，卫星、Wi-Fi、基站和网络同时中断数分钟，也告警。车库、隧道不算。',
  'rule.device.separated':
    '腕带离腕后没有再戴上；一整天在上报却没有佩戴或移动的迹象；同一人的两只腕带相距很远；或每天只在同一分钟前后上报片刻，即告警。',
  'rule.zone.approach':
    '定位点已接近禁止区域，且比几分钟前明显更近（超过误差）时，作为提示产生；住在附近而停留不动的不提示。进入区域（另行告警）或连续两点远离即结束。',
  'rule.order.ending':
    '电子定位决定期满前十四天（期限短的，在最后四分之一期间内）仍没有已批准的决定与之衔接，即产生。新的决定批准后或决定期满、终止时结束。',
  'rule.order.uncovered':
    '每小时将生效的电子定位决定与腕带逐一核对：没有绑定腕带，腕带已停用或已改由他人佩戴，绑定一小时后仍未上报，或一天没有上报，即产生。绑定的腕带上报后才结束；未解决就处置的，一天后重新告警。',
  'rule.abscondment.suspected':
    '失联、腕带断开或越界持续数小时未处置，且此后在告警中登记的联系接连失败：至少两次，首末相隔半小时以上，即产生，并建立查找记录。联系到本人，或所依据的告警均已结束时结束。',
  'rule.gathering':
    '同一县区的多名对象在登记场所以外持续聚在一起时产生：每五分钟比对一次，依据各自误差，同一批人彼此相距在规定距离以内的可能性大于不在。多人只产生一条告警。散开后结束。',
  'rule.contact.forbidden':
    '确信与同案犯或受保护人处所接近并持续数分钟时产生：依据双方距离、两侧定位误差以及误差须持续的时间。擦肩而过不告警；进入处所及其缓冲区另行告警。迟到的数据同样比对。双方分开后结束。',
  'sentence.zone.exit':
    '{end, select, none {离开{zone} {metres} 米，已持续 {duration}，{fixes} 个定位点均在界外（误差 {accuracy} 米）} contradicted {迟到的数据表明并未离开{zone}：此前据 {fixes} 个定位点判定离开 {metres} 米} other {曾离开{zone} {metres} 米，持续 {duration}后返回，{fixes} 个定位点均在界外（误差 {accuracy} 米）}}',
  'sentence.zone.entry':
    '{end, select, none {进入{zone}，深入 {metres} 米，已持续 {duration}，{fixes} 个定位点在界内（误差 {accuracy} 米）} contradicted {迟到的数据表明并未进入{zone}} passed {两个定位点之间穿过{zone}，深入约 {metres} 米（误差 {accuracy} 米）} other {曾进入{zone}，深入 {metres} 米，持续 {duration}后离开，{fixes} 个定位点在界内（误差 {accuracy} 米）}}',
  'sentence.strap.open':
    '{end, select, none {腕带断开，已持续 {duration}，尚未扣合} contradicted {迟到的数据表明腕带并未断开，仍须检查设备} other {腕带曾断开 {duration}，现已扣合，须检查设备}}',
  'sentence.clock.wrong':
    '{end, select, none {腕带时钟{way, select, ahead {快了} behind {慢了} other {不准}}{unit, select, years { {offset} 年} days { {offset} 天} hours { {offset} 小时} minutes { {offset} 分钟} other {}}，已持续 {duration}} contradicted {迟到的数据表明腕带时钟并无异常} other {腕带时钟曾{way, select, ahead {快了} behind {慢了} other {不准}}{unit, select, years { {offset} 年} days { {offset} 天} hours { {offset} 小时} minutes { {offset} 分钟} other {}}，持续 {duration}}}',
  'sentence.device.silent':
    '{end, select, none {已 {duration}没有任何数据（上报间隔 {interval} 秒，限 {limit} 秒）{battery, select, none {} other {，最后电量 {battery}%}}} contradicted {迟到的数据表明并未失联} backlog {曾 {duration}没有任何数据，现已恢复并补传了期间的数据（上报间隔 {interval} 秒）} order_ended {曾 {duration}没有任何数据，直到电子定位决定到期或终止} binding_ended {曾 {duration}没有任何数据，直到腕带解绑} other {曾 {duration}没有任何数据，现已恢复（上报间隔 {interval} 秒）}}',
  'sentence.sos':
    '{end, select, none {按下求救键（SOS）{times} 次，距首次已 {duration}} contradicted {迟到的数据表明并未求救} other {曾按下求救键（SOS）{times} 次，之后没有再按}}',
  'sentence.case.open':
    '{end, select, none {腕带外壳于 {duration}前被打开，报告 {times} 次} contradicted {迟到的数据表明外壳并未打开，仍须检查设备} other {腕带外壳曾被打开，报告 {times} 次，之后没有再报，须检查设备}}',
  'sentence.strap.pattern':
    '{end, select, none {{duration}内表带或外壳短时打开 {times} 次，须检查设备} contradicted {迟到的数据表明打开次数没有这么多} other {表带或外壳曾短时打开 {times} 次，之后没有再打开，须检查设备}}',
  'sentence.power.off':
    '{end, select, none {已关机 {duration}{battery, select, none {} other {；关机时电量 {battery}%{hoursLeft, select, none {} other {，约可用 {hoursLeft} 小时}}}}{why, select, empty {：电量耗尽} switched {：不是因为没电} other {}}} contradicted {迟到的数据表明并未关机} order_ended {曾关机 {duration}，直到电子定位决定到期或终止} binding_ended {曾关机 {duration}，直到腕带解绑} other {曾关机 {duration}，现已开机}}',
  'sentence.battery.low':
    '{end, select, none {电量低，已持续 {duration}{battery, select, none {} other {：剩余 {battery}%}}{hoursLeft, select, none {} other {，按目前耗电约可用 {hoursLeft} 小时}}} contradicted {迟到的数据表明电量并未过低} charging {曾电量低，现已充电} recovered {曾电量低，持续 {duration}后已回升} other {曾电量低，持续 {duration}{battery, select, none {} other {，最后电量 {battery}%}}}}',
  'sentence.battery.critical':
    '{end, select, none {电量将尽，已持续 {duration}{battery, select, none {} other {：剩余 {battery}%}}{hoursLeft, select, none {} other {，按目前耗电约可用 {hoursLeft} 小时}}} contradicted {迟到的数据表明电量并未耗尽} charging {曾电量将尽，现已充电} recovered {曾电量将尽，持续 {duration}后已回升} other {曾电量将尽，持续 {duration}{battery, select, none {} other {，最后电量 {battery}%}}}}',
  'sentence.data.gap':
    '{end, select, contradicted {{minutes} 分钟的缺口已被迟到的数据填上} other {{minutes} 分钟没有任何数据，之前最后一条是“{before}”；{missing, select, none {无法知道缺多少条} 0 {腕带没有生成记录} other {缺 {missing} 条记录}}}}',
  'sentence.leave.deviation':
    '{end, select, none {批准前往{place}，但偏离外出地、居住地和途中 {metres} 米，已持续 {duration}} contradicted {迟到的数据表明并未偏离前往{place}的外出} returned {曾偏离前往{place}的外出 {metres} 米，持续 {duration}，后已返回} other {曾偏离前往{place}的外出 {metres} 米，持续 {duration}}}',
  'sentence.leave.overdue':
    '{end, select, none {前往{place}的外出已期满 {duration}，尚未销假} contradicted {前往{place}的外出并未逾期} reported_back {前往{place}的外出期满 {duration}后销假} other {前往{place}的外出期满后 {duration}未销假}}',
  'sentence.zone.absent':
    '{end, select, none {应在{zone}内而不在，已持续 {duration}，最后已知位置在界外 {metres} 米} contradicted {迟到的数据表明并未离开{zone}} returned {曾不在{zone}内，持续 {duration}（界外 {metres} 米），后已返回} schedule_ended {曾不在{zone}内，持续 {duration}（界外 {metres} 米），直到规定时段结束} other {曾不在{zone}内，持续 {duration}（界外 {metres} 米）}}',
  'sentence.device.no_position':
    '{end, select, none {在上报，但已 {duration}没有可用定位；{source, select, none {从来没有过可用定位} other {最后一次来自{source, select, gnss {卫星} wifi {Wi-Fi} cell {基站} beacon {信标} other {未知来源}}}}} contradicted {迟到的数据中有定位} order_ended {曾 {duration}没有可用定位，直到电子定位决定到期或终止} binding_ended {曾 {duration}没有可用定位，直到腕带解绑} other {曾 {duration}没有可用定位，现已恢复}}',
  'sentence.movement.implausible':
    '{end, select, contradicted {迟到的数据表明轨迹正常} other {{why, select, frozen {{times} 个定位点坐标一位不差{end, select, none {，已持续 {duration}} other {，持续 {duration}后恢复变化}}} other {{times} 次跳跃，最远 {metres} 米，折合每小时 {kmh} 公里{end, select, none {} other {，之后恢复正常}}}}}}',
  'sentence.jamming.suspected':
    '{end, select, contradicted {迟到的数据表明并无干扰} other {{why, select, reported {腕带报告受到干扰 {times} 次} other {所有定位来源和网络同时中断 {times} 次，每次地点不同}}{end, select, none {} other {，之后没有再发生}}}}',
  'sentence.device.separated':
    '{end, select, contradicted {迟到的数据表明腕带在佩戴} other {{why, select, off_body {已离腕 {duration}} still {{duration}没有佩戴或移动的迹象} apart {同一人的两只腕带相距 {metres} 米} check_ins {连续 {times} 次只短时上报，且总在 {clock} 前后} other {疑似人机分离}}{end, select, none {} order_ended {，直到电子定位决定到期或终止} binding_ended {，直到腕带解绑} other {，现已结束，须核实}}}}',
  'sentence.zone.approach':
    '{end, select, none {正在接近{zone}：距离 {metres} 米，几分钟内接近了 {closer} 米（误差 {accuracy} 米）} contradicted {迟到的数据表明并未接近{zone}} entered {接近并进入了{zone}} other {曾接近{zone}，最近 {metres} 米，后已离开}}',
  'sentence.order.ending':
    '{end, select, none {电子定位决定将于 {to} 到期，尚无已批准的决定与之衔接} renewed {到期日为 {to} 的电子定位决定已续期} other {电子定位决定已到期或终止，没有续期}}',
  'sentence.order.uncovered':
    '{end, select, none {{how, select, unbound {电子定位决定生效中，但没有绑定腕带，已 {duration}} given {电子定位决定生效中，但腕带已改由他人佩戴，无腕带已 {duration}} retired {电子定位决定生效中，但腕带已停用 {duration}} never {电子定位决定生效中，但腕带从未上报，未受定位监管已 {duration}} other {电子定位决定生效中，但腕带已 {duration}没有上报}}} covered {电子定位决定生效中曾 {duration}未受定位监管，现已绑定腕带并上报} raised_anew {电子定位决定生效中曾 {duration}未受定位监管，处置时仍未解决} other {曾 {duration}未受定位监管，直到电子定位决定到期或终止}}',
  'sentence.abscondment.suspected':
    '{end, select, none {已 {duration}联系不上，{attempts} 次联系失败，期间{ground, select, device_silent {腕带失联} strap_open {腕带断开} other {越界未返回}}} reached {曾 {duration}联系不上（{attempts} 次联系失败），后已联系到本人} raised_anew {曾联系不上（{attempts} 次联系失败），处置后又联系失败} other {曾 {duration}联系不上（{attempts} 次联系失败），所依据的告警已结束}}',
  'sentence.gathering':
    '{end, select, none {{people} 人聚集已 {duration}：{names}} contradicted {迟到的数据表明并未聚集} other {曾有 {people} 人聚集 {minutes} 分钟：{names}}}',
  'sentence.contact.forbidden':
    '{end, select, none {{how, select, place {在受保护人（{name}）处所附近已 {duration}，最近 {metres} 米} other {与同案犯{name}在一起已 {duration}，最近 {metres} 米}}} contradicted {迟到的数据表明并未与{name}接触} entered {曾在受保护人（{name}）处所附近 {duration}，随后进入} unseen {{how, select, place {曾在受保护人（{name}）处所附近 {duration}，此后没有定位} other {曾与同案犯{name}在一起 {duration}，此后没有定位}}} other {{how, select, place {曾在受保护人（{name}）处所附近 {duration}，最近 {metres} 米} other {曾与同案犯{name}在一起 {duration}，最近 {metres} 米}}}}',
} satisfies Record<KindKey, string>;
