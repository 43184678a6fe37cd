import { show } from '../../refuse.js';
import type { Answer, Comparator } from '../../types/index.js';
import { counted } from '../answer.js';
import type { Outcome } from '../differences/outcome.js';
import { plainEqual } from '../equality/plain.js';
import { compareUnder } from '../equality/walk.js';
import { asking } from './ask.js';
import { ANSWERING, type Manner } from './manner.js';
import { carried, carry, type Rule, some } from './rule.js';

/** A comparator that decides by itself: it answers at once, and nothing but yes or no. */
export type Decisive<T = any> = (control: T, candidate: T) => boolean;

/** Makes a comparator of a rule. */
export function govern(rule: Rule): any {
  const isAsking = some(rule, ({ is }) => is === 'ask');
  const isLenient = !some(rule, ({ is }) => is === 'ask' || is === 'by' || is === 'omitted');
  const manner = isAsking ? LOCATING : ANSWERING;
  return carry((control: unknown, candidate: unknown) => {
    // What is equal is equal to every rule that asks no function for its opinion, and lets everything be read.
    if (isLenient && plainEqual(control, candidate) === true) return true;
    const outcome = compareUnder(rule, control, candidate, manner);
    return outcome instanceof Promise ? outcome.then(answerOf) : answerOf(outcome);
  }, rule);
}

/** Where a function is asked, the differences are its answer: to ask it again would be the user's time, or money. */
const LOCATING: Manner = { isSearching: true, isSurviving: false };

function answerOf(outcome: Outcome): Answer {
  const { differences, count, acceptable } = outcome;
  if (count > 0) return differences.length > 0 ? reasonOf(counted(outcome)) : false;
  if (acceptable === undefined) return true;
  return { acceptable: true, ...(acceptable !== true && { reason: acceptable }) };
}

/** A reason for the whole is the whole answer. */
function reasonOf(differences: Outcome['differences']): Answer {
  const [only, another] = differences;
  return only?.path === '$' && only.reason !== undefined && another === undefined ? only.reason : differences;
}

/** The rule that one of our comparators carries; a function of the user's is asked. */
function ruleOf(comparator: Comparator): Rule {
  return carried(comparator) ?? asking(comparator, { own: false });
}

/** The rule of a comparator that was given to another. @throws TypeError for what is no function */
export function ruleGiven(comparator: unknown, call: string): Rule {
  if (typeof comparator === 'function') return ruleOf(comparator as Comparator);
  throw new TypeError(
    `${call} was given ${show(comparator)} for a comparator; give it a function (control, candidate) => boolean`,
  );
}

/**
 * Whether a comparator reads, and that is all: one of ours with no function of the user's in it, which might write to
 * what it is given, or answer a promise.
 */
export function onlyReads(comparator: Comparator): boolean {
  return !some(ruleOf(comparator), asksTheUser);
}

function asksTheUser(rule: Rule): boolean {
  if (rule.is === 'places') return rule.list?.isTheirs === true;
  return rule.is === 'by' || (rule.is === 'ask' && !rule.own);
}
