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
