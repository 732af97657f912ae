import { Readable } from 'node:stream';
import { Controller, StreamableFile } from '@nestjs/common';
import { z } from 'zod';
import type { AnswerOf, Asked } from '../http/asked.js';
import { Ask, Call } from '../http/call.js';
import { decodeCursor, pageOf } from '../http/page-cursor.js';
import { AuditService } from './audit.service.js';

const place = z.tuple([z.string().regex(/^\d{1,19}$/)]);
const NEWEST = String(2n ** 63n - 1n);

@Controller('api/v1')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Call('listAudit')
  async list(@Ask() asked: Asked<'listAudit'>): Promise<AnswerOf<'listAudit'>> {
    const [beforeSeq] = decodeCursor(place, asked.query.cursor) ?? [NEWEST];
    return pageOf(await this.audit.list(asked, beforeSeq), asked.query.limit, ({ seq }) => [seq]);
  }

  @Call('verifyAudit')
  verify(@Ask() asked: Asked<'verifyAudit'>): Promise<AnswerOf<'verifyAudit'>> {
    return this.audit.verify(asked);
  }

  @Call('exportAudit')
  export(@Ask() asked: Asked<'exportAudit'>): StreamableFile {
    return new StreamableFile(Readable.from(this.audit.lines(asked)), {
      type: 'application/x-ndjson',
      disposition: 'attachment; filename="audit.ndjson"',
    });
  }
}
