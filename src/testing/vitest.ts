import { expect } from 'vitest';
import { type LabcoatMatchers, matchers } from './matchers.js';

expect.extend(matchers);

declare module 'vitest' {
  interface Matchers<T = any> extends LabcoatMatchers<void> {}
}
