// core-stands-alone
import type { MemoryService } from '../../ai/memories/memory.service.js';

export class UserService {
  memories: MemoryService;
}
