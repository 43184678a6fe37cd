const LONGEST = 1_000;

/** What was thrown says, in short; it may be anything, and may throw when it is printed. */
export function messageOf(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error).slice(0, LONGEST);
  } catch {
    return 'an error that cannot be printed';
  }
}
