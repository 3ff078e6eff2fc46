// shared-knows-no-feature, by an import() type
export type CurrentUser = import('../../contracts/writer.js').Writer;
