import { type Laboratory, onTrial } from 'labcoat';
import { Mailer, type Order, Orders, Payments, type World } from './clients.js';

/** Checks an order out and answers the letter to the customer. */
export type Checkout = (order: Order) => Promise<string>;

/** The checkout as it is, one that is to replace it, and one whose author forgot that it would be on trial. */
function checkouts(world: World): Record<'legacy' | 'rewritten' | 'careless', Checkout> {
  const [orders, mailer, payments] = [new Orders(world), new Mailer(world), new Payments(world)];
  const thanks = ({ id, email, cents }: Order) =>
    mailer.send(email, `thank you for order ${id}, ${(cents / 100).toFixed(2)}`);
  return {
    async legacy(order) {
      await payments.charge(order.card, order.cents);
      await orders.save(order);
      return thanks(order);
    },
    async rewritten(order) {
      // The one place that knows of trials; the repository and the mailer decline by themselves.
      if (onTrial() === undefined) await payments.charge(order.card, order.cents);
      const [letter] = await Promise.all([thanks(order), orders.save(order)]);
      return letter;
    },
    async careless(order) {
      await payments.charge(order.card, order.cents);
      await orders.save(order);
      return thanks(order);
    },
  };
}

/** The legacy checkout with both replacements on trial. */
export function checkoutOnTrial(lab: Laboratory, world: World): Checkout {
  const { legacy, rewritten, careless } = checkouts(world);
  return lab
    .experiment('checkout', { guardrails: false })
    .use(legacy)
    .try('rewritten', rewritten)
    .try('careless', careless)
    .wrap();
}
