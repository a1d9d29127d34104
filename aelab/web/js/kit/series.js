// @ts-nocheck
// The numbers behind curves: terms, their sum where they have one, a range that stands still.

/** Return {steps, heldSteps, lines, main, end, perEpoch}; steps in epochs, J the sum of terms.
 *
 * `main` is the line whose first fall is not to set the scale: J, or the only term. */
export function prepare(layout, get) {
  const perEpoch = layout.per_epoch || 1;
  const names = layout.terms ?? [];
  const symbols = layout.symbols ?? {};
  const train = get("terms")?.data ?? new Float32Array();
  const held = get("heldout")?.data ?? new Float32Array();
  const steps = scaled(get("steps")?.data, perEpoch);
  const heldSteps = scaled(get("heldout_steps")?.data, perEpoch);
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

/** Add J: a line of its own, or the name of the only term. */
function add(lines, { J = "J" }, train, held, width) {
  if (lines.length > 1) {
    const sums = { train: total(train, width), held: total(held, width) };
    lines.push({ name: "J", label: J, whole: true, ...sums });
  } else if (lines.length === 1) {
    lines[0].short = J;
    lines[0].label = `${J} = ${lines[0].label}`;
  }
}

function scaled(steps = new Float32Array(), perEpoch) {
  return steps.map((step) => step / perEpoch);
}

function last(values) {
  return values.length ? values[values.length - 1] : 0;
}

function column(data, width, i) {
  const length = Math.floor(data.length / width);
  return Float32Array.from({ length }, (_, row) => data[row * width + i]);
}

function total(data, width) {
  return Float32Array.from({ length: Math.floor(data.length / width) }, (_, r) => {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += data[r * width + i];
    return sum;
  });
}

/** Return the last value of a curve at or before x. */
export function lastShown({ steps, heldSteps }, { train, held }, x) {
  const [at, values] = train.length ? [steps, train] : [heldSteps, held];
  for (let i = values.length - 1; i >= 0; i--) if (at[i] <= x * 1.000001) return values[i];
  return NaN;
}

/** Return the index of the value nearest to x, or −1. */
export function closest(values, x) {
  let found = -1;
  for (let i = 0; i < values.length; i++) {
    if (found < 0 || Math.abs(values[i] - x) < Math.abs(values[found] - x)) found = i;
  }
  return found;
}

/** Return the [lo, hi] to show: all curves and levels, but not a spike at the very start. */
export function heights({ lines, main }, levels, log) {
  const finite = (value) => Number.isFinite(value) && (!log || value > 0);
  const range = [Infinity, -Infinity];
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

/** Return the height above which only the fall at the very start would be seen. */
function ceiling(main, lines) {
  const values = [...main.train, ...main.held].filter(Number.isFinite);
  const sorted = Float32Array.from(values).sort();
  if (sorted.length < 4) return Infinity;
  const median = sorted[Math.floor(sorted.length / 2)];
  const ends = lines.flatMap(({ train, held }) => [last(train), last(held)]);
  return median > 0 ? Math.max(1.9 * median, ...ends.filter(Number.isFinite)) : Infinity;
}

/** Keep the shown range unless it is too small or much too large. */
export function calm(shown, [lo, hi]) {
  if (!shown) return [lo, hi];
  const size = shown[1] - shown[0];
  const outside = lo < shown[0] - 0.02 * size || hi > shown[1] + 0.02 * size;
  return outside || hi - lo < 0.72 * size ? [lo, hi] : shown;
}
