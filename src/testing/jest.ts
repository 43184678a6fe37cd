import { expect } from '@jest/globals';
import { type LabcoatMatchers, matchers } from './matchers.js';

expect.extend(matchers as never);

// For `expect` from `@jest/globals`.
declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends LabcoatMatchers<R> {}
}

// For the global `expect` of `@types/jest`.
declare global {
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: declarations of one interface have to agree
    interface Matchers<R, T = {}> extends LabcoatMatchers<R> {}
  }
}
