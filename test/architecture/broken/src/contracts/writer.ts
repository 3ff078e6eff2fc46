export interface Writer {
  readonly write: string;
}
