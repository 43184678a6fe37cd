import nodeScientist from 'node-scientist';
import Scientist from 'scientist';
import * as tzientist from 'tzientist';

type Sync = (input: number) => unknown;
type Async = (input: number) => Promise<unknown>;

// The libraries that do the same or less, each used as its documentation shows. None has a time limit or evidence.

/** What would compare and publish: by default a `!==` that warns of two equal quotes. */
const publish = () => {};

/** Has no comparison but what its publish hook does. */
export function byTzientist(control: Sync, candidate: Sync, rate: number): Sync {
  const enabled = () => Math.random() < rate;
  return tzientist.experiment({ name: 'peer', control, candidate, options: { enabled, publish } });
}

/** The control is answered only once the candidate has settled, and candidates start after it unless in parallel. */
export function byTzientistLater(control: Async, candidate: Async, rate: number): Async {
  const enabled = () => Math.random() < rate;
  const options = { enabled, publish, inParallel: true };
  return tzientist.experimentAsync({ name: 'peer', control, candidate, options });
}

/** Only has an inline form. */
export function byScientist(control: Sync, candidate: Sync, rate: number): Sync {
  const scientist = new Scientist();
  scientist.sample(() => Math.random() < rate);
  return (input) =>
    scientist.science('peer', (experiment) => {
      experiment.use(() => control(input));
      experiment.try(() => candidate(input));
    });
}

export function byScientistLater(control: Async, candidate: Async, rate: number): Async {
  const scientist = new Scientist();
  scientist.sample(() => Math.random() < rate);
  return (input) =>
    scientist.science('peer', (experiment) => {
      experiment.async(true);
      experiment.use(() => control(input));
      experiment.try(() => candidate(input));
    });
}

/** Has no sampling of its own; compares by `===`. */
export function byNodeScientistLater(control: Async, candidate: Async, rate: number): Async {
  return (input) => {
    const experiment = new nodeScientist.Experiment('peer');
    experiment.enabled = Math.random() < rate;
    experiment.use(() => control(input));
    experiment.try(() => candidate(input));
    return Promise.resolve(experiment.run());
  };
}
