export class MemoryService {}
