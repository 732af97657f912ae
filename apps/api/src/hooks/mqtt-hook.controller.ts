import { createHash, timingSafeEqual } from 'node:crypto';
import { Body, Controller, Headers, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { DomainError } from '#libs/kernel';
import { z } from 'zod';
import { API_CONFIG, type ApiConfig } from '../api-config.js';
import { MqttHookService, type Verdict } from './mqtt-hook.service.js';

const client = { username: z.string().max(256), clientid: z.string().max(256) };
/** EMQX sends what its template says, mosquitto-go-auth more than we need: other fields are let pass. */
const credentials = z.object({ ...client, password: z.string().max(1_024).default('') });
const wish = z
  .object({
    ...client,
    topic: z.string().max(1_024),
    /** EMQX */
    action: z.enum(['publish', 'subscribe']).optional(),
    /** mosquitto-go-auth: 1 read, 2 write, 3 both, 4 subscribe */
    acc: z.int().optional(),
  })
  .transform(
    ({ action, acc, ...rest }) => ({ ...rest, action: action ?? (acc === 2 ? 'publish' : 'subscribe') }) as const,
  );

/** Both brokers read their own field: EMQX `result`, mosquitto-go-auth (response mode json) `Ok`. */
const answer = (result: Verdict) => ({
  result,
  Ok: result === 'allow',
  Error: result === 'allow' ? '' : 'not allowed',
});

/** mosquitto-go-auth sends no headers of ours: it may give the secret as `?secret=` instead. */
const SECRET = 'x-hook-secret';

@Controller('hooks/mqtt')
export class MqttHookController {
  constructor(
    @Inject(API_CONFIG) private readonly config: Pick<ApiConfig, 'HOOK_SECRET'>,
    private readonly hook: MqttHookService,
  ) {}

  @Post('auth')
  @HttpCode(200)
  async auth(@Headers(SECRET) header: unknown, @Query('secret') inAddress: unknown, @Body() body: unknown) {
    this.#insistOnSecret(header ?? inAddress);
    const { clientid, username, password } = read(credentials, body);
    return answer(await this.hook.admit({ clientId: clientid, username }, password));
  }

  @Post('acl')
  @HttpCode(200)
  async acl(@Headers(SECRET) header: unknown, @Query('secret') inAddress: unknown, @Body() body: unknown) {
    this.#insistOnSecret(header ?? inAddress);
    const { clientid, username, action, topic } = read(wish, body);
    return answer(await this.hook.permit({ clientId: clientid, username }, action, topic));
  }

  /** Without a secret in the settings there is no hook. */
  #insistOnSecret(given: unknown): void {
    const expected = this.config.HOOK_SECRET;
    if (expected === undefined) throw new DomainError('route.not-found', 'The hook is not in use');
    if (typeof given !== 'string' || !timingSafeEqual(digest(given), digest(expected))) {
      throw new DomainError('session.missing', 'x-hook-secret is wrong');
    }
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function read<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new DomainError('request.invalid', z.prettifyError(parsed.error));
}
