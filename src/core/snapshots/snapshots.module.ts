import { Module } from '@nestjs/common';
import { CalculationsModule } from '../calculations/calculations.module.js';
import { RestatementsModule } from '../restatements/restatements.module.js';
import { SnapshotWriterRepository } from './snapshot-writer.repository.js';
import { SnapshotWriter } from './snapshot-writer.service.js';
import { SnapshotRepository } from './snapshot.repository.js';
import { SnapshotService } from './snapshot.service.js';

@Module({
  imports: [CalculationsModule, RestatementsModule],
  providers: [SnapshotRepository, SnapshotService, SnapshotWriterRepository, SnapshotWriter],
  exports: [SnapshotService, SnapshotWriter],
})
export class SnapshotsModule {}
