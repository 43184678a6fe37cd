import { laboratoryPerTest } from 'labcoat/testing';
import 'labcoat/testing/jest';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { quote, refund } from '../shared/pricing.js';

// Every one of these fails: what it says is what a user reads.

const lab = laboratoryPerTest({ beforeEach, afterEach });

it('no match', () => {
  quote(200);
  expect(lab).toHaveMatched('pricing.quote');
});

it('no mismatch there', () => {
  quote(200);
  expect(lab).toHaveMismatched('pricing.quote', { at: '$.tax' });
});

it('a mismatch after all', () => {
  quote(200);
  expect(lab).not.toHaveMismatched('pricing.quote');
});

it('nothing of that name', () => {
  quote(200);
  expect(lab).not.toHaveMismatched('pricing.qoute');
});

it('no skip', () => {
  quote(1);
  expect(lab).toHaveSkipped('pricing.quote', 'killed');
});

it('no fault', () => {
  quote(1);
  expect(lab).toHaveFaulted('compare');
});

it('no trip', () => {
  refund(1);
  expect(lab).toHaveTripped('pricing.refund');
});

it('not ready', () => {
  quote(1);
  expect(lab).toBeReady('pricing.quote');
});

it('not published', () => {
  quote(200);
  expect(lab).toHavePublished('labcoat.candidate.exception');
});
