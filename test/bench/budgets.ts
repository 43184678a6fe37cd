import { byHand, byHandLater } from './by-hand.js';
import { awaiting, calling, type Row } from './measure.js';
import {
  byNodeScientistLater,
  byScientist,
  byScientistLater,
  byTzientist,
  byTzientistLater,
} from './peers.js';
import { sdkByHand, sdkByLabcoat } from './sdk.js';
import {
  inline,
  inlineLater,
  killed,
  megamorphic,
  ownDouble,
  run,
  tripped,
  wrapped,
  wrappedLater,
} from './subjects.js';
import {
  double,
  doubleLater,
  price,
  priceAnew,
  priceAnewLater,
  priceLater,
  type Quote,
  twice,
  twiceLater,
} from './workloads.js';

type Behaviour = (input: number) => any;
type Sync = (control: Behaviour, candidate: Behaviour, rate: number) => Behaviour;
type Async = Sync;

const number = (form: Sync, rate: number) => () => calling(form(double, twice, rate));
const numberLater = (form: Async, rate: number) => () => awaiting(form(doubleLater, twiceLater, rate));
const quote = (form: Sync, rate: number) => () => calling(form(price, priceAnew, rate));
const quoteLater = (form: Async, rate: number) => () => awaiting(form(priceLater, priceAnewLater, rate));

const peers = (rate: number, of: (form: Sync, rate: number) => () => any) => ({
  tzientist: of(byTzientist, rate),
  scientist: of(byScientist, rate),
});
const peersLater = (rate: number, of: (form: Async, rate: number) => () => any) => ({
  tzientist: of(byTzientistLater, rate),
  scientist: of(byScientistLater, rate),
  'node-scientist': of(byNodeScientistLater, rate),
});

/** A copy that knows the type, and copies that type only. */
const copyQuote = (value: Quote): Quote => ({ ...value, lines: value.lines.map((line) => ({ ...line })) });

const IF = 'if (Math.random() < p)';
const FULL = 'try, clocks, comparison by hand';

/** The budgets of a call, in the order in which a call costs more and more. */
export const BUDGETS: readonly Row[] = [
  {
    what: 'wrap, not sampled, number',
    against: IF,
    limit: 1,
    bytes: 0,
    reference: number(byHand, 0),
    subject: number(wrapped, 0),
    peers: peers(0, number),
  },
  {
    what: 'run, not sampled, number',
    against: IF,
    limit: 1,
    bytes: 0,
    reference: number(byHand, 0),
    subject: number(run, 0),
  },
  {
    what: 'wrap, not sampled, number, 20 experiments',
    against: IF,
    limit: 3,
    bytes: 0,
    reference: number(byHand, 0),
    subject: () => calling(megamorphic(() => wrapped(double, twice, 0))),
    peers: {
      'by hand': () => calling(megamorphic(() => byHand(double, twice, 0))),
      tzientist: () => calling(megamorphic(() => byTzientist(double, twice, 0))),
    },
  },
  {
    what: 'wrap, not sampled, number, 20 experiments with 20 controls',
    against: `${IF}, 20 of them`,
    reference: () => calling(megamorphic((index) => byHand(ownDouble(index), twice, 0))),
    subject: () => calling(megamorphic((index) => wrapped(ownDouble(index), twice, 0))),
    peers: { tzientist: () => calling(megamorphic((index) => byTzientist(ownDouble(index), twice, 0))) },
  },
  {
    what: 'wrap, sampled at 1 %, number',
    against: `${IF}, p = 0.01`,
    limit: 2,
    reference: number(byHand, 0.01),
    subject: number(wrapped, 0.01),
    peers: peers(0.01, number),
  },
  {
    what: 'wrap, not sampled, async number',
    against: 'the bare async function',
    limit: 1.1,
    reference: () => awaiting(doubleLater),
    subject: numberLater(wrappedLater, 0),
    peers: peersLater(0, numberLater),
  },
  {
    what: 'inline, not sampled, number',
    against: IF,
    limit: 8,
    bytes: 300,
    reference: number(byHand, 0),
    subject: number(inline, 0),
    peers: { scientist: number(byScientist, 0) },
  },
  {
    what: 'inline, not sampled, async number',
    against: 'the bare async function',
    reference: () => awaiting(doubleLater),
    subject: numberLater(inlineLater, 0),
    peers: peersLater(0, numberLater),
  },
  {
    what: 'killed, number',
    against: 'not sampled',
    limit: 1,
    reference: number(wrapped, 0),
    subject: () => calling(killed(double, twice)),
  },
  {
    what: 'stopped by a guardrail, number',
    against: 'not sampled',
    limit: 1,
    reference: number(wrapped, 0),
    subject: () => calling(tripped(double)),
  },
  {
    what: 'wrap, on trial, number',
    against: FULL,
    limit: 2,
    reference: number(byHand, 1),
    subject: number(wrapped, 1),
    peers: peers(1, number),
  },
  {
    what: 'inline, on trial, number',
    against: FULL,
    reference: number(byHand, 1),
    subject: number(inline, 1),
  },
  {
    what: 'wrap, sampled at 1 %, quote',
    against: `${IF}, p = 0.01`,
    reference: quote(byHand, 0.01),
    subject: quote(wrapped, 0.01),
    peers: peers(0.01, quote),
  },
  {
    what: 'wrap, on trial, quote',
    against: FULL,
    limit: 1.3,
    reference: quote(byHand, 1),
    subject: quote(wrapped, 1),
    peers: peers(1, quote),
  },
  {
    what: 'wrap, on trial, async number',
    against: `${FULL}, detached`,
    reference: numberLater(byHandLater, 1),
    subject: numberLater(wrappedLater, 1),
    peers: peersLater(1, numberLater),
  },
  {
    what: 'wrap, on trial, async quote',
    against: `${FULL}, detached, structuredClone`,
    limit: 1.2,
    reference: quoteLater(byHandLater, 1),
    subject: quoteLater(wrappedLater, 1),
    peers: {
      ...peersLater(1, quoteLater),
      'by hand, a copy for this type': quoteLater((c, t, rate) => byHandLater(c, t, rate, copyQuote), 1),
    },
  },
  {
    what: 'wrap, on trial, quote, real SDK',
    against: 'the same calls of the SDK by hand',
    limit: 1.3,
    reference: () => calling(sdkByHand(price, priceAnew)),
    subject: () => calling(sdkByLabcoat(price, priceAnew)),
  },
];
