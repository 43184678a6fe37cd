import { afterEach, beforeEach, test } from 'node:test';
import {
  assertFaulted,
  assertMatched,
  assertMismatched,
  assertPublished,
  assertReady,
  assertSkipped,
  assertTripped,
  laboratoryPerTest,
} from 'labcoat/testing';
import { quote, refund } from '../shared/pricing.js';

// Every one of these fails: what it says is what a user reads.

const lab = laboratoryPerTest({ beforeEach, afterEach });

test('no match', () => {
  quote(200);
  assertMatched(lab, 'pricing.quote');
});

test('no mismatch there', () => {
  quote(200);
  assertMismatched(lab, 'pricing.quote', { at: '$.tax' });
});

test('a mismatch after all', () => {
  quote(200);
  assertMismatched(lab, 'pricing.quote', { times: 0 });
});

test('nothing of that name', () => {
  quote(200);
  assertMismatched(lab, 'pricing.qoute', { times: 0 });
});

test('no skip', () => {
  quote(1);
  assertSkipped(lab, 'pricing.quote', 'killed');
});

test('no fault', () => {
  quote(1);
  assertFaulted(lab, 'compare');
});

test('no trip', () => {
  refund(1);
  assertTripped(lab, 'pricing.refund');
});

test('not ready', () => {
  quote(1);
  assertReady(lab, 'pricing.quote');
});

test('not published', () => {
  quote(200);
  assertPublished(lab, 'labcoat.candidate.exception');
});
