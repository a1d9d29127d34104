// The numbers of curves: terms, their sum where they have one, and a range that seldom moves.

/** @import { CurvesArrays, CurvesLayout } from "./kinds.d.ts" */
/** @import { Get, Interval } from "./types.d.ts" */

/** A curve, in training and held out; `whole` marks the sum of the others.
 * @typedef {object} Line
 * @property {string} name
 * @property {string} label
 * @property {string} [short]
 * @property {Float32Array} train
 * @property {Float32Array} held
 * @property {boolean} [whole] */

/** The curves of a view. Steps are in epochs, or in updates where `perEpoch` is 1; the first fall
 * of `main`, which is J or the only term, does not set the scale.
 * @typedef {object} Series
 * @property {Float32Array} steps
 * @property {Float32Array} heldSteps
 * @property {Line[]} lines
 * @property {Line | null} main
 * @property {number} end
 * @property {number} perEpoch */

/** Return the curves of a view, with J if the terms have a sum.
 * @type {(layout: CurvesLayout, get: Get<CurvesArrays>) => Series} */
export function prepare(layout, get) {
  const perEpoch = layout.per_epoch || 1;
  const names = layout.terms ?? [];
  const symbols = layout.symbols ?? {};
  const train = get("terms")?.data ?? new Float32Array();
  const held = get("heldout")?.data ?? new Float32Array();
  const steps = scaled(get("steps")?.data ?? new Float32Array(), perEpoch);
  const heldSteps = scaled(get("heldout_steps")?.data ?? new Float32Array(), perEpoch);
  /** @type {Line[]} */
  const lines = names.map((name, i) => ({
    name,
    label: symbols[name] ?? name,
    train: column(train, names.length, i),
    held: column(held, names.length, i),
  }));
  if (layout.sum !== false) add(lines, symbols, train, held, names.length);
  const whole = lines.find((line) => line.whole);
  const main = whole ?? lines.find(({ name }) => name === "reconstruction") ?? null;
  const end = Math.max(0, last(steps), last(heldSteps));
  return { steps, heldSteps, lines, main, end, perEpoch };
}

/** Add J as a line of its own, or to the name of the only term.
 * @type {(lines: Line[], symbols: Record<string, string>, train: Float32Array,
 *   held: Float32Array, width: number) => void} */
function add(lines, { J = "J" }, train, held, width) {
  if (lines.length > 1) {
    const sums = { train: total(train, width), held: total(held, width) };
    lines.push({ name: "J", label: J, whole: true, ...sums });
  } else if (lines.length === 1) {
    lines[0].short = J;
    lines[0].label = `${J} = ${lines[0].label}`;
  }
}

/** @type {(steps: Float32Array, perEpoch: number) => Float32Array} */
function scaled(steps, perEpoch) {
  return steps.map((step) => step / perEpoch);
}

/** @type {(values: ArrayLike<number>) => number} */
function last(values) {
  return values.length ? values[values.length - 1] : 0;
}

/** @type {(data: Float32Array, width: number, i: number) => Float32Array} */
function column(data, width, i) {
  const length = Math.floor(data.length / width);
  return Float32Array.from({ length }, (_, row) => data[row * width + i]);
}

/** @type {(data: Float32Array, width: number) => Float32Array} */
function total(data, width) {
  return Float32Array.from({ length: Math.floor(data.length / width) }, (_, r) => {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += data[r * width + i];
    return sum;
  });
}

/** Return the last value of a curve at or before x.
 * @type {(series: Series, line: Line, x: number) => number} */
export function lastShown({ steps, heldSteps }, { train, held }, x) {
  const [at, values] = train.length ? [steps, train] : [heldSteps, held];
  for (let i = values.length - 1; i >= 0; i--) if (at[i] <= x * 1.000001) return values[i];
  return NaN;
}

/** Return the index of the value nearest to x, or −1.
 * @type {(values: ArrayLike<number>, x: number) => number} */
export function closest(values, x) {
  let index = -1;
  for (let i = 0; i < values.length; i++) {
    if (index < 0 || Math.abs(values[i] - x) < Math.abs(values[index] - x)) index = i;
  }
  return index;
}

/** Return the [lo, hi] to show: all curves and levels, without a spike at the very start.
 * @type {(series: { lines: Line[], main: Line | null }, levels: { value: number }[],
 *   log: boolean) => Interval} */
export function heights({ lines, main }, levels, log) {
  /** @type {(value: number) => boolean} */
  const finite = (value) => Number.isFinite(value) && (!log || value > 0);
  const range = [Infinity, -Infinity];
  /** @type {(value: number) => void} */
  const hold = (value) => {
    if (value < range[0]) range[0] = value;
    if (value > range[1]) range[1] = value;
  };
  for (const { train, held } of lines) {
    for (const values of [train, held]) for (const value of values) if (finite(value)) hold(value);
  }
  if (main) range[1] = Math.min(range[1], ceiling(main, lines));
  for (const { value } of levels) if (finite(value)) hold(value);
  const [least, most] = range;
  if (!Number.isFinite(least + most)) return [0, 1];
  if (!log) return [Math.min(0, least), most > 0 ? most * 1.1 : 1];
  const hi = Math.log10(most);
  const lo = Math.max(Math.log10(least), hi - 4);
  return [lo - 0.08 * (hi - lo + 0.5), hi + 0.12 * (hi - lo + 0.5)];
}

/** Return the value above which a curve is only at the very start.
 * @type {(main: Line, lines: Line[]) => number} */
function ceiling(main, lines) {
  const values = [...main.train, ...main.held].filter(Number.isFinite);
  const sorted = Float32Array.from(values).sort();
  if (sorted.length < 4) return Infinity;
  const median = sorted[Math.floor(sorted.length / 2)];
  const ends = lines.flatMap(({ train, held }) => [last(train), last(held)]);
  return median > 0 ? Math.max(1.9 * median, ...ends.filter(Number.isFinite)) : Infinity;
}

/** Return the shown range unless it is too small or much too large.
 * @type {(shown: Interval | null | undefined, range: Interval) => Interval} */
export function calm(shown, [lo, hi]) {
  if (!shown) return [lo, hi];
  const size = shown[1] - shown[0];
  const outside = lo < shown[0] - 0.02 * size || hi > shown[1] + 0.02 * size;
  return outside || hi - lo < 0.72 * size ? [lo, hi] : shown;
}
