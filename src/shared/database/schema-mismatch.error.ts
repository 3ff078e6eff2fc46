/** A database whose schema is not the one this program was built for; the message says what to do. */
export class SchemaMismatch extends Error {}
