/** What the user has to change: it is told in one sentence, without a stack. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** What the system says of a file, without its codes and the path that is said already. */
export function reasonOf(error: unknown): string {
  return (error as Error).message.replace(/^E[A-Z]+: ([^,]*),.*$/s, '$1');
}
