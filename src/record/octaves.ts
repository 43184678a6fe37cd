/** Sixteenths of an octave: the middle of one is within 3.2 % of all that is in it. */
export const PER_OCTAVE = 16;

const bits = new DataView(new ArrayBuffer(8));

/** Which sixteenth a magnitude is in: its exponent and the first four bits behind the point, so no logarithm is computed. */
export function sixteenthOf(magnitude: number): number {
  bits.setFloat64(0, magnitude);
  return bits.getUint16(0);
}

/** Where a sixteenth begins. */
export function edgeOf(sixteenth: number): number {
  bits.setUint32(4, 0);
  bits.setUint32(0, sixteenth << 16);
  return bits.getFloat64(0);
}

export function middleOf(sixteenth: number): number {
  return (edgeOf(sixteenth) + edgeOf(sixteenth + 1)) / 2;
}

/** Of buckets in their order, the first up to which at least a share `q` of all were counted; undefined of none. */
export function bucketAt(
  buckets: readonly (readonly [bucket: number, count: number])[],
  q: number,
): number | undefined {
  const all = buckets.reduce((sum, [, count]) => sum + count, 0);
  // 0.07 * 100 is a little more than 7: without the correction it would ask for the eighth.
  const rank = Math.max(1, Math.ceil(q * all * (1 - Number.EPSILON)));
  let seen = 0;
  const reached = buckets.find(([, count]) => {
    seen += count;
    return seen >= rank;
  });
  return reached?.[0];
}
