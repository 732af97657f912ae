import { Injectable } from '@nestjs/common';
import type { SuperviseeId } from '#libs/kernel';
import type { LatestFix } from '#libs/store';

/** What wristbands have sent since the last look. */
@Injectable()
export class NewFixes {
  async begin(): Promise<void> {
    await Promise.resolve();
  }

  async next(): Promise<{ superviseeId: SuperviseeId; fix: LatestFix }[]> {
    return Promise.resolve([]);
  }
}
