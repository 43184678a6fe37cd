/** What the user has to change: it is told in one sentence, without a stack. */
export class UsageError extends Error {
  override name = 'UsageError';
}
