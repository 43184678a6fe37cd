declare module 'cloudflare:workers' {
  /** Keeps the request alive that is being answered. */
  export function waitUntil(work: Promise<unknown>): void;
}
