import { number, type Output } from './layout.js';

const REDRAW_MS = 80;
const WIDEST_BAR = 32;
const NARROWEST_BAR = 5;
const CLEAR = '\r\u001b[K';

/** Tells how far the replay is: with a bar in a terminal, with a line for every tenth otherwise. */
export function progress(output: Output, whole: number): (done: number) => void {
  return output.isTTY === true ? bar(output, whole) : lines(output, whole);
}

function bar(output: Output, whole: number): (done: number) => void {
  let drawnAt = Number.NEGATIVE_INFINITY;
  return (done) => {
    if (done === whole) return void output.write(CLEAR);
    const now = performance.now();
    if (now - drawnAt < REDRAW_MS) return;
    drawnAt = now;
    output.write(CLEAR + draw(done, whole, output.columns ?? 80));
  };
}

/** As much as fits: a line that wraps could not be drawn over. */
function draw(done: number, whole: number, columns: number): string {
  const percent = `${String(Math.floor((100 * done) / whole)).padStart(3)} %`;
  const text = `${percent}  ${number(done)} of ${number(whole)}`;
  const width = Math.min(WIDEST_BAR, columns - text.length - 5);
  if (text.length >= columns) return percent.slice(0, Math.max(columns - 1, 0));
  if (width < NARROWEST_BAR) return text;
  const filled = Math.floor((width * done) / whole);
  return `  ${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${text}`;
}

function lines(output: Output, whole: number): (done: number) => void {
  let tenths = 0;
  return (done) => {
    const reached = Math.floor((10 * done) / whole);
    if (reached === tenths) return;
    tenths = reached;
    const text = `${String(tenths * 10).padStart(3)} %  ${number(done).padStart(number(whole).length)}`;
    output.write(`  ${text} of ${number(whole)}\n${done === whole ? '\n' : ''}`);
  };
}
