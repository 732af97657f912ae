import type { KindKey } from '../vocabulary-key.js';

/** The kinds of alert: their names, what raises them, and the one sentence about an alert. */
export const kinds = {
  'kind.zone.exit': 'Zone exit',
  'kind.zone.entry': 'In a forbidden area',
  'kind.strap.open': 'Strap open',
  'kind.device.silent': 'Silent',
  'kind.clock.wrong': 'Clock wrong',
  'kind.sos': 'SOS',
  'kind.case.open': 'Case open',
  'kind.strap.pattern': 'Strap opened again and again',
  'kind.power.off': 'Switched off',
  'kind.battery.low': 'Battery low',
  'kind.battery.critical': 'Battery nearly empty',
  'kind.data.gap': 'Hole in the data',
  'kind.leave.deviation': 'Elsewhere on leave',
  'kind.leave.overdue': 'Not back from leave',
  'kind.zone.absent': 'Absent',
  'kind.device.no_position': 'No position',
  'kind.movement.implausible': 'Movement not plausible',
  'kind.jamming.suspected': 'Jamming suspected',
  'kind.device.separated': 'Wristband and person apart',
  'kind.zone.approach': 'Nearing a forbidden area',
  'kind.order.ending': 'Device order about to end',
  'kind.order.uncovered': 'Not watched under an order',
  'kind.abscondment.suspected': 'Abscondment suspected',
  'kind.gathering': 'Gathering',
  'kind.contact.forbidden': 'Forbidden contact',
  'rule.zone.exit':
    'Raised when it is beyond doubt that somebody is outside: by how far out two fixes lie, the error they claim, the errors and drifts that this wristband has shown before, and for how long an error would have to last. Fixes soon after each other share their error and do not count as so many. Fixes with too large an error do not count.',
  'rule.zone.entry':
    'Raised at once by a fix that is inside a forbidden area by more than its error, by two in a row where it may be the error, and when the straight way between two fixes outside leads through it and nobody could have gone round.',
  'rule.strap.open':
    'Raised as soon as the wristband reports an open strap, however short. Closing it ends the episode and does not resolve the alert.',
  'rule.clock.wrong':
    'Raised when the wristband’s clock says what cannot be: before 2020, more than five minutes ahead of receipt, going back while its numbers go on, or behind by the same time all along. Data that merely comes late does not count. The records stay, with the corrected time beside their own, and say nothing about where the person is.',
  'rule.device.silent':
    'Raised when nothing was received for more than the allowed number of reporting intervals, by the platform’s own clock.',
  'rule.sos': 'Raised at once when the button is pressed. Presses within an hour of each other are one call.',
  'rule.case.open':
    'Raised as soon as the wristband reports an opened case, however short. There is no report of a closed one: the device must be inspected.',
  'rule.strap.pattern':
    'Raised when strap or case were opened several times for a short while within a day. Each opening is an alert of its own; together they show that the strap is being tried.',
  'rule.power.off': 'Raised as soon as the wristband says that it goes off. Over when anything is heard of it again.',
  'rule.battery.low':
    'Raised when two readings in a row are at the mark, or when the wristband’s own curve leaves it few hours; at once when the wristband says so. Over at the charger.',
  'rule.battery.critical':
    'Raised when two readings in a row are nearly nothing, or when the wristband’s own curve leaves it about two hours. Over at the charger.',
  'rule.data.gap':
    'Raised when nothing is known of a long time by the wristband’s own clock, although it was heard again and had a quarter of an hour to send what it had kept. Records that come later fill it and say so.',
  'rule.leave.deviation':
    'Raised when somebody on approved leave is neither at home, nor at the place of the leave, nor on the way between them with a detour, by three fixes beyond their error over ten minutes. It ends with a return or with the leave.',
  'rule.leave.overdue':
    'Raised when a leave is over, an hour of grace has passed, and nobody has reported back from it. Being home again does not end it; the report does.',
  'rule.zone.absent':
    'Raised when somebody is not inside an area at a time at which its schedule demands it (curfew, attendance): at the beginning of the window by where they were last known to be within a day, and afterwards as soon as two fixes lie outside beyond their error for a minute. It ends with a return or with the window.',
  'rule.device.no_position':
    'Raised when a wristband reports and for too long cannot say where it is. How long is too long goes by its last usable fix: by its source, and longer far inside the area.',
  'rule.movement.implausible':
    'Raised when fixes cannot be true: faster than any vehicle beyond their errors, again and again or staying there; or the same to the last digit while the receiver moves or sees other satellites. A single outlier does not count.',
  'rule.jamming.suspected':
    'Raised at once when the wristband says that it is jammed; and when satellites, Wi-Fi, cells and network were all gone at once for minutes, several times in a day and each time elsewhere. A garage or tunnel does not count.',
  'rule.device.separated':
    'Raised when the wristband is off the body and not on it again; reports for a day without a sign of wear or motion; is far from another one of the same person; or is heard only for a short while each day, always at the same minute.',
  'rule.zone.approach':
    'Raised for information when a fix is near a forbidden area and nearer, by more than the errors, than a few minutes before. Who lives near it and stays there raises nothing. Over when the area is entered, which is an alert of its own, or when two fixes are far again.',
  'rule.order.ending':
    'Told a fortnight before a device order ends (in the last quarter of a short one) while no approved order follows it without a gap. Ends with the approval of the next order, or with the order.',
  'rule.order.uncovered':
    'Every hour orders in force are compared with wristbands: none is bound, it is out of service or somebody else’s now, it has not reported an hour after it was bound, or not for a day. Ends when a bound wristband reports; closed without that, it is told anew after a day.',
  'rule.abscondment.suspected':
    'A silence, an open strap or an exit goes on for hours and nobody has resolved it, and attempts at contact since then, written down with the alert, have failed: two in a row at least half an hour apart. Opens a search record. Ends when the person is reached, or when nothing of the kind goes on.',
  'rule.gathering':
    'Raised when several people of one county were together outside listed places for some time: the same ones, within some metres of one of them, more probably than not by the errors of their fixes, in every five minutes. One alert for all of them. Over when they part.',
  'rule.contact.forbidden':
    'Raised when somebody was near a co-offender, or near the place of a protected person, for minutes, beyond doubt: by the distance, by the errors of both fixes, and by how long those errors would have had to last. Passing by is not told. To enter the place and its buffer is an alert of its own. Records that come late are compared, too. Over when they are apart.',
  'sentence.zone.exit':
    '{end, select, none {{metres} m outside {zone} for {duration}; all {fixes, plural, one {# fix} other {# fixes}} outside (error {accuracy} m)} contradicted {Records that came late show no exit from {zone}; it was judged {metres} m outside by {fixes, plural, one {# fix} other {# fixes}}} other {Was {metres} m outside {zone} for {duration}, now back; all {fixes, plural, one {# fix} other {# fixes}} outside (error {accuracy} m)}}',
  'sentence.zone.entry':
    '{end, select, none {{metres} m inside {zone} for {duration}; {fixes, plural, one {# fix} other {# fixes}} inside (error {accuracy} m)} contradicted {Records that came late show that {zone} was not entered} passed {Went through {zone} between two fixes, about {metres} m inside (error {accuracy} m)} other {Was {metres} m inside {zone} for {duration}, now gone; {fixes, plural, one {# fix} other {# fixes}} inside (error {accuracy} m)}}',
  'sentence.strap.open':
    '{end, select, none {Strap open for {duration}, not closed yet} contradicted {Records that came late show that the strap was not open; inspect the device all the same} other {Strap was open for {duration}, closed now: the device must be inspected}}',
  'sentence.clock.wrong':
    '{end, select, none {The wristband’s clock is {way, select, ahead {ahead by } behind {behind by } other {not right}}{unit, select, years {{offset} years} days {{offset} days} hours {{offset} hours} minutes {{offset} min} other {}}, for {duration} so far} contradicted {Late records show that the wristband’s clock was right} other {The wristband’s clock was {way, select, ahead {ahead by } behind {behind by } other {not right}}{unit, select, years {{offset} years} days {{offset} days} hours {{offset} hours} minutes {{offset} min} other {}} for {duration}}}',
  'sentence.device.silent':
    '{end, select, none {No data at all for {duration} (interval {interval} s, limit {limit} s){battery, select, none {} other {, last battery {battery} %}}} contradicted {Records that came late show that it was not silent} backlog {Was silent for {duration}, reports again and sent what it had kept (interval {interval} s)} order_ended {Was silent for {duration}, until the device order ended} binding_ended {Was silent for {duration}, until the wristband was unbound} other {Was silent for {duration}, reports again (interval {interval} s)}}',
  'sentence.sos':
    '{end, select, none {Called for help (SOS): pressed {times, plural, one {# time} other {# times}}, {duration} ago} contradicted {Records that came late show no call for help} other {Called for help (SOS): pressed {times, plural, one {# time} other {# times}}, not again since}}',
  'sentence.case.open':
    '{end, select, none {The wristband’s case was opened {duration} ago, reported {times, plural, one {# time} other {# times}}} contradicted {Records that came late show that the case was not open; inspect the device all the same} other {The wristband’s case was opened, reported {times, plural, one {# time} other {# times}}, not again since: the device must be inspected}}',
  'sentence.strap.pattern':
    '{end, select, none {Strap or case opened for a short while {times} times since {duration} ago: the device must be inspected} contradicted {Records that came late show fewer openings} other {Strap or case were opened for a short while {times} times, not again since: the device must be inspected}}',
  'sentence.power.off':
    '{end, select, none {Off for {duration}{battery, select, none {} other {; {battery} % were left{hoursLeft, select, none {} other {, enough for about {hoursLeft} h}}}}{why, select, empty {: out of power} switched {: not for want of power} other {}}} contradicted {Records that came late show that it was not off} order_ended {Was off for {duration}, until the device order ended} binding_ended {Was off for {duration}, until the wristband was unbound} other {Was off for {duration}, on again}}',
  'sentence.battery.low':
    '{end, select, none {Battery low for {duration}{battery, select, none {} other {: {battery} %}}{hoursLeft, select, none {} other {, about {hoursLeft} h left as it goes down}}} contradicted {Records that came late show that the battery was not low} charging {Battery low until it came to the charger} recovered {Battery low for {duration}, well above the mark again} other {Battery low for {duration}{battery, select, none {} other {, last {battery} %}}}}',
  'sentence.battery.critical':
    '{end, select, none {Battery nearly empty for {duration}{battery, select, none {} other {: {battery} %}}{hoursLeft, select, none {} other {, about {hoursLeft} h left as it goes down}}} contradicted {Records that came late show that the battery was not nearly empty} charging {Battery nearly empty until it came to the charger} recovered {Battery nearly empty for {duration}, well above the mark again} other {Battery nearly empty for {duration}{battery, select, none {} other {, last {battery} %}}}}',
  'sentence.data.gap':
    '{end, select, contradicted {The hole of {minutes} min was filled by records that came late} other {Nothing is known of {minutes} min after the record “{before}”; {missing, select, none {how many records are missing cannot be told} 0 {the wristband made no records} other {{missing} records are missing}}}}',
  'sentence.leave.deviation':
    '{end, select, none {On leave to {place}, but {metres} m away from there, from home and from the way, for {duration}} contradicted {Records that came late show no deviation from the leave to {place}} returned {Was {metres} m off the leave to {place} for {duration}, then came back} other {Was {metres} m off the leave to {place} for {duration}}}',
  'sentence.leave.overdue':
    '{end, select, none {Leave to {place} was over {duration} ago and has not been reported back from} contradicted {The leave to {place} was not overdue} reported_back {Reported back from {place} {duration} after the end of the leave} other {Leave to {place} was not reported back from for {duration}}}',
  'sentence.zone.absent':
    '{end, select, none {Must be in {zone} and has not been for {duration}; last known {metres} m away} contradicted {Records that came late show no absence from {zone}} returned {Was absent from {zone} for {duration}, {metres} m away, then came back} schedule_ended {Was absent from {zone} for {duration}, {metres} m away, until it was no longer demanded} other {Was absent from {zone} for {duration}, {metres} m away}}',
  'sentence.device.no_position':
    '{end, select, none {Reports without a usable position for {duration}; {source, select, none {there never was one} other {the last one came from {source, select, gnss {satellite fixes} wifi {Wi-Fi} cell {the mobile network} beacon {a beacon} other {an unknown source}}}}} contradicted {Records that came late have positions} order_ended {Had no usable position for {duration}, until the device order ended} binding_ended {Had no usable position for {duration}, until the wristband was unbound} other {Had no usable position for {duration}, has one again}}',
  'sentence.movement.implausible':
    '{end, select, contradicted {Records that came late make the movement plausible} other {{why, select, frozen {{times} fixes the same to the last digit{end, select, none { for {duration}} other { for {duration}, moving again}}} other {{times, plural, one {# jump} other {# jumps}} of up to {metres} m, {kmh} km/h{end, select, none {} other {, plausible again}}}}}}',
  'sentence.jamming.suspected':
    '{end, select, contradicted {Records that came late show no jamming} other {{why, select, reported {The wristband said {times, plural, one {# time} other {# times}} that it is jammed} other {All sources were lost at once {times, plural, one {# time} other {# times}}, each time at another place}}{end, select, none {} other {, not again since}}}}',
  'sentence.device.separated':
    '{end, select, contradicted {Records that came late show that it was worn} other {{why, select, off_body {Off the body for {duration}} still {No sign of wear or motion for {duration}} apart {Two wristbands of one person {metres} m apart} check_ins {Heard only {times} times, for a short while, always about {clock}} other {Wristband and person apart}}{end, select, none {} order_ended {, until the device order ended} binding_ended {, until the wristband was unbound} other {, over now: ask about it}}}}',
  'sentence.zone.approach':
    '{end, select, none {On the way to {zone}: {metres} m from it, {closer} m nearer within minutes (error {accuracy} m)} contradicted {Records that came late show nobody on the way to {zone}} entered {Came up to {zone} and entered it} other {Came up to {zone} as near as {metres} m, then went away}}',
  'sentence.order.ending':
    '{end, select, none {The device order ends at {to}, and no approved order follows it} renewed {The device order to {to} was renewed} other {The device order ended without a renewal}}',
  'sentence.order.uncovered':
    '{end, select, none {{how, select, unbound {Under a device order, but without a wristband for {duration}} given {Under a device order, but the wristband is worn by somebody else; without one for {duration}} retired {Under a device order, but the wristband was put out of service {duration} ago} never {Under a device order, but the wristband has not reported once; not watched for {duration}} other {Under a device order, but the wristband has not reported for {duration}}}} covered {Was not watched for {duration} under a device order; a bound wristband reports now} raised_anew {Was not watched for {duration} under a device order, and still was not when it was closed} other {Was not watched for {duration}, until the device order ended}}',
  'sentence.abscondment.suspected':
    '{end, select, none {Not to be reached for {duration}: {attempts} attempts failed while {ground, select, device_silent {the wristband is silent} strap_open {the strap is open} other {they are outside their area}}} reached {Could not be reached for {duration} ({attempts} attempts failed), then was} raised_anew {Could not be reached ({attempts} attempts failed); closed, and contact failed again} other {Could not be reached for {duration} ({attempts} attempts failed); what went on then is over}}',
  'sentence.gathering':
    '{end, select, none {{people} people together for {duration}: {names}} contradicted {Records that came late show no gathering} other {{people} people were together for {minutes} min: {names}}}',
  'sentence.contact.forbidden':
    '{end, select, none {{how, select, place {Near the place of a protected person ({name}) for {duration}, {metres} m from it at the nearest} other {With {name} (co-offender) for {duration}, {metres} m apart at the nearest}}} contradicted {Records that came late show no contact with {name}} entered {Was near the place of a protected person ({name}) for {duration}, then entered it} unseen {{how, select, place {Was near the place of a protected person ({name}) for {duration}, then not seen any more} other {Was with {name} (co-offender) for {duration}, then not seen any more}}} other {{how, select, place {Was near the place of a protected person ({name}) for {duration}, {metres} m from it at the nearest} other {Was with {name} (co-offender) for {duration}, {metres} m apart at the nearest}}}}',
} satisfies Record<KindKey, string>;
