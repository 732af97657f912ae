import type { monitoring as original } from '../zh-CN/monitoring.js';

export const monitoring = {
  'condition.disk.data': 'the data disk is {value}% full (limit {limit}%)',
  'conditionTodo.disk.data':
    'The administrator has to make room soon; on a full disk no records are taken in, wristbands keep them.',
  'condition.disk.database': 'the database uses {value}% of what it may (limit {limit}%)',
  'conditionTodo.disk.database':
    'The administrator has to make room soon; when it is full no records are taken in, wristbands keep them.',
  'condition.identifiers': '{value}% of the numbers of {detail} are used (limit {limit}%)',
  'conditionTodo.identifiers':
    'The administrator has to have them widened; when they are used up, what they number is not stored any more.',
  'condition.transactions': '{value}% of the transaction numbers of the database are used (limit {limit}%)',
  'conditionTodo.transactions':
    'The administrator has to look at PostgreSQL’s autovacuum; when they are used up, the database stops writing.',
  'condition.partitions.ahead': '{value}% of the daily partitions made ahead are used (limit {limit}%)',
  'conditionTodo.partitions.ahead':
    'The administrator has to look at ingest’s log; days without a partition are stored all the same, more slowly.',
  'condition.records.elsewhen': '{value} records lie outside every daily partition (limit {limit})',
  'conditionTodo.records.elsewhen':
    'The administrator has to look at the wristbands’ clocks and the partitions; nothing is lost, queries get slower.',
  'condition.connections': '{value}% of the database’s connections are used (limit {limit}%)',
  'conditionTodo.connections':
    'The administrator has to find out who holds them, or raise max_connections; without any left, sign-ins and processes are refused.',
  'condition.redis.memory': '{value}% of the memory of Redis is used (limit {limit}%)',
  'conditionTodo.redis.memory':
    'The administrator has to raise maxmemory; when it is used up, deadlines are looked up in the database, somewhat later.',
  'condition.redis.away': 'Redis has been away for {value} s',
  'conditionTodo.redis.away':
    'The administrator has to bring Redis back; records are stored and alerts raised all the same, messages may be seconds late.',
  'condition.broker.away': 'ingest has been without the MQTT broker for {value} s',
  'conditionTodo.broker.away':
    'The administrator has to look at the broker; nothing new comes in meanwhile, wristbands keep it and send it later.',
  'condition.wristbands.away':
    '{value}% ({detail}) of the wristbands that were connected a moment ago are not any more (limit {limit}%)',
  'conditionTodo.wristbands.away':
    'The administrator has to look at the broker and the mobile network; wristbands keep their records and send them later, until then check on people by telephone.',
  'condition.records.halted': 'wristbands are connected, but nothing has come from any for {value} s',
  'conditionTodo.records.halted':
    'The administrator has to look at the broker and at ingest; until then check on people by telephone.',
  'condition.records.held': 'what comes in could not be stored for {value} s',
  'conditionTodo.records.held':
    'The administrator has to look at the database; nothing of it was acknowledged, so nothing is lost, but alerts will be late.',
  'condition.engine.lag': 'what is stored has not been judged for up to {value} s',
  'conditionTodo.engine.lag': 'The administrator has to look at the engine; alerts will be late, check by other means.',
  'condition.engine.unowned': '{value} partitions have no engine',
  'conditionTodo.engine.unowned':
    'The administrator has to start an engine; there are no alerts about the supervisees of these partitions, check by other means.',
  'condition.alerts.halted': 'a zone was broken for a test, and no alert has come for {value} s',
  'conditionTodo.alerts.halted':
    'The administrator has to look at the broker, ingest and the engine; alerts may be missing meanwhile, check by other means.',
  'condition.process.ingest': 'ingest has given no sign of life for {value} s',
  'conditionTodo.process.ingest':
    'The administrator has to start ingest; nothing new comes in meanwhile, wristbands keep it and send it later.',
  'condition.process.engine': 'the engine has given no sign of life for {value} s',
  'conditionTodo.process.engine':
    'The administrator has to start the engine; no alerts are raised meanwhile, check by other means.',
  'condition.process.worker': 'the worker has given no sign of life for {value} s',
  'conditionTodo.process.worker':
    'The administrator has to start the worker; nobody watches deadlines meanwhile, nor the platform itself.',
  'condition.process.api': 'the api has given no sign of life for {value} s',
  'conditionTodo.process.api': 'The administrator has to start the api; consoles may not be usable meanwhile.',
} as const satisfies Record<keyof typeof original, string>;
