import { laboratory } from 'labcoat';
import { checkoutOnTrial } from './checkout.js';
import type { Order, World } from './clients.js';

const ORDERS = 100;

/** Checks a hundred orders out with both replacements on trial, and looks at what that did to the world. */
export async function demo(print: (text: string) => void): Promise<number> {
  const world: World = { rows: [], letters: [], charges: [] };
  const lab = laboratory({ publishers: [] });
  const checkout = checkoutOnTrial(lab, world);
  for (let id = 0; id < ORDERS; id++) {
    await checkout(orderOf(id));
    // As between two requests: what is on trial is compared when nobody waits.
    await new Promise((resolve) => setImmediate(resolve));
  }
  await lab.drain();
  const { variants, shapes } = lab.report('checkout');
  const checks: [string, boolean][] = [
    ['every order was saved once', world.rows.length === ORDERS],
    ['every letter was sent once', world.letters.length === ORDERS],
    ['every card was charged once', world.charges.length === ORDERS],
    ['the rewritten checkout would send the same letters', variants.rewritten?.outcomes.match === ORDERS],
    ['the careless one never got to the bank', variants.careless?.outcomes.candidate_error === ORDERS],
  ];
  for (const [claim, holds] of checks) print(`  ${holds ? '✓' : '✗'} ${claim}\n`);
  print(
    `  ${shapes.map(({ variant, fingerprint, count }) => `${variant}: ${fingerprint}, ${count} times`)}\n`,
  );
  return checks.every(([, holds]) => holds) ? 0 : 1;
}

function orderOf(id: number): Order {
  return { id: String(id), email: `user-${id}@example.com`, card: '4242424242424242', cents: 100 + id };
}
