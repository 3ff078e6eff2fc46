import { Injectable } from '@nestjs/common';
import { type SectorSource } from './sector-source.js';

/** Instruments know no sector of their own: until company profiles are there, every position is passed over. */
@Injectable()
export class UnknownSectorAdapter implements SectorSource {
  sectorsOf(): Promise<ReadonlyMap<string, string>> {
    return Promise.resolve(new Map());
  }
}
