import { readsLoad } from '../decide/guardrail/load.js';
import { hasAsyncContext } from './on-trial.js';

let isTold = false;

/** What this runtime cannot do and what comes of it, the first time that somebody asks, and nothing from then on. */
export function lacksToTell(): readonly string[] {
  if (isTold) return [];
  isTold = true;
  return [...(hasAsyncContext() ? [] : [NO_ASYNC_CONTEXT]), ...(readsLoad() ? [] : [NO_LOAD])];
}

const NO_ASYNC_CONTEXT =
  "this runtime has no AsyncLocalStorage: onTrial() answers only until a candidate's first await, " +
  'so code that must not run on trial has to ask it before';

const NO_LOAD =
  'this runtime does not say how busy its event loop is: the guardrail shedAbove never sheds a trial, maxBusy still does';
