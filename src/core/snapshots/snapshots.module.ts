import { Module } from '@nestjs/common';
import { SnapshotWriterRepository } from './snapshot-writer.repository.js';
import { SnapshotWriter } from './snapshot-writer.service.js';
import { SnapshotRepository } from './snapshot.repository.js';
import { SnapshotService } from './snapshot.service.js';

@Module({
  providers: [SnapshotRepository, SnapshotService, SnapshotWriterRepository, SnapshotWriter],
  exports: [SnapshotService, SnapshotWriter],
})
export class SnapshotsModule {}
