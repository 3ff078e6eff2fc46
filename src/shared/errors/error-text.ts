/** What an error says. One that only collects others, such as "refused" on both addresses of a host, says nothing itself. */
export function errorText(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) {
    const parts = [...new Set(error.errors.map(errorText))].join('; ');
    return error.message === '' ? parts : `${error.message}: ${parts}`;
  }
  return error instanceof Error ? error.message || error.name : String(error);
}
