import { serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { type Laboratory, reportHandler } from 'labcoat';
import { legacyShipping, type Parcel, type Shipping } from './shipping.js';

export const EXPERIMENT = 'shipping.cost';

export interface Service {
  readonly url: string;
  stop(): Promise<void>;
}

/** `POST /shipping` for everybody; the live report and the kill switch for those who know the token. */
export function app(lab: Laboratory, candidate: (parcel: Parcel) => Shipping, token: string): Hono {
  const shipping = lab
    .experiment(EXPERIMENT)
    .use(legacyShipping)
    .try(candidate)
    .context(({ country }) => ({ country }))
    .wrap();

  const isColleague = (request: Request) => request.headers.get('authorization') === `Bearer ${token}`;
  const page = reportHandler<Request>(lab, { authorize: isColleague });
  const byColleague = async (context: Context, next: () => Promise<void>) =>
    isColleague(context.req.raw) ? await next() : context.text('Forbidden', 403);

  return new Hono()
    .post('/shipping', async (context) => context.json(shipping(await context.req.json())))
    .get('/experiments', (context) => page(context.req.raw))
    .post('/experiments/kill', byColleague, async (context) => {
      lab.kill(EXPERIMENT, await context.req.json());
      return context.body(null, 204);
    })
    .post('/experiments/revive', byColleague, async (context) => {
      lab.revive(EXPERIMENT, await context.req.json());
      return context.body(null, 204);
    });
}

/** On a free port of the loopback interface, unless another one is asked for. */
export async function start(hono: Hono, port = 0): Promise<Service> {
  return await new Promise((resolve) => {
    const server = serve({ fetch: hono.fetch, port, hostname: '127.0.0.1' }, ({ port }) =>
      resolve({
        url: `http://127.0.0.1:${port}`,
        stop: () => new Promise((stopped) => void server.close(() => stopped())),
      }),
    );
  });
}
