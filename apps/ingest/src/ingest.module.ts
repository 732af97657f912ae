import { Module, type DynamicModule } from '@nestjs/common';
import type { Config } from '#libs/config';
import { Publisher } from '#libs/mqtt';
import { Metrics, PlatformModule, Readiness, SignOfLife } from '#libs/platform';
import { uplinkFilters } from '#libs/protocol';
import { Hints } from '#libs/queue';
import { DeviceStreamStore, GapStore, PostgresDatabase, ProcessSignStore } from '#libs/store';
import { BatchWriter } from './batch-writer.js';
import { CommandSender } from './commands/command-sender.js';
import { DownlinkService } from './downlink.service.js';
import { IngestService, type IngestOptions } from './ingest.service.js';
import { RecordDaysService } from './record-days.service.js';
import { StoresModule } from './stores.module.js';

/** MQTT in, records stored, acknowledgements out. Keeps nothing: any number of it can run side by side. */
@Module({})
export class IngestModule {
  static for(config: Config<'ingest'>): DynamicModule {
    const { MQTT_URL: url, INGEST_CLIENT_ID: clientId, INGEST_SHARE: share } = config;
    const options: IngestOptions = {
      subscription: { url, clientId, share, filters: uplinkFilters },
      batches: { waitMs: config.INGEST_FLUSH_MS, weight: config.INGEST_BATCH },
    };
    return {
      module: IngestModule,
      imports: [PlatformModule, StoresModule.for(config)],
      providers: [
        { provide: Publisher, useFactory: () => new Publisher({ url, clientId: `${clientId}-down` }) },
        {
          provide: BatchWriter,
          inject: [PostgresDatabase, Hints],
          useFactory: (db: PostgresDatabase, hints: Hints) => new BatchWriter(db, hints),
        },
        {
          provide: CommandSender,
          inject: [Publisher, PostgresDatabase, Hints],
          useFactory: (...parts: [Publisher, PostgresDatabase, Hints]) => new CommandSender(...parts),
        },
        {
          provide: RecordDaysService,
          inject: [PostgresDatabase],
          useFactory: (db: PostgresDatabase) => new RecordDaysService(db),
        },
        {
          provide: DownlinkService,
          inject: [Publisher, PostgresDatabase],
          useFactory: (publisher: Publisher, db: PostgresDatabase) =>
            new DownlinkService(publisher, new DeviceStreamStore(db), new GapStore(db)),
        },
        {
          provide: IngestService,
          inject: [BatchWriter, DownlinkService, Hints, Readiness, Metrics],
          useFactory: (
            writer: BatchWriter,
            downlink: DownlinkService,
            hints: Hints,
            readiness: Readiness,
            metrics: Metrics,
          ) => new IngestService(options, writer, downlink, hints, { readiness, metrics }),
        },
        {
          provide: SignOfLife,
          inject: [PostgresDatabase, IngestService],
          useFactory: (db: PostgresDatabase, ingest: IngestService) =>
            new SignOfLife('ingest', new ProcessSignStore(db), () => ingest.facts()),
        },
      ],
    };
  }
}
