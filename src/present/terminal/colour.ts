interface Process {
  readonly stdout?: { readonly isTTY?: boolean; readonly columns?: number };
  readonly env?: Readonly<Record<string, string | undefined>>;
}

// As a global and not imported: it is not there in a browser.
function process(): Process {
  return (globalThis as { readonly process?: Process }).process ?? {};
}

/** Whether standard output shows colours: what FORCE_COLOR says, else NO_COLOR (no-color.org), else whether it is a terminal. */
export function isColourful(): boolean {
  const { stdout, env = {} } = process();
  const { FORCE_COLOR: forced, NO_COLOR: refused, TERM: terminal } = env;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if (refused !== undefined && refused !== '') return false;
  return stdout?.isTTY === true && terminal !== 'dumb';
}

/** How many columns standard output has; 80 where it is no terminal. */
export function columns(): number {
  return process().stdout?.columns ?? 80;
}
