export type * from './experiment.js';
export type * from './laboratory.js';
export type * from './options.js';
export type * from './publisher.js';
export type * from './trial.js';
