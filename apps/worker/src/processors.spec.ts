import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { jobs } from '#libs/protocol';
import { EscalationModule } from './escalation/escalation.module.js';

/** What `@Processor` leaves on a class. */
const processorOf = (provider: unknown): unknown =>
  typeof provider === 'function' ? Reflect.getMetadata('bullmq:processor_metadata', provider) : undefined;

describe('the worker', () => {
  it('has a processor for the queue of every job, and none for a queue without jobs', () => {
    const modules = [EscalationModule.for('redis://127.0.0.1:1')];
    const taken = modules.flatMap((module) => (module.providers ?? []).flatMap((one) => processorOf(one) ?? []));
    const made = new Set(Object.values(jobs).map((job) => job.queue));
    expect(new Set(taken.map((processor) => (processor as { name: string }).name))).toEqual(made);
  });
});
