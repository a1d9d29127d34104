// The numbers behind the loss curves: terms, their sum, and a range that stands still.

/** Return {steps, heldSteps, lines, end, perEpoch}; steps in epochs, J the sum of the terms. */
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
  const sum = { name: "J", label: symbols.J ?? "J", whole: true };
  if (lines.length > 1) {
    lines.push({ ...sum, train: total(train, names.length), held: total(held, names.length) });
  } else if (lines.length === 1) {
    lines[0].short = sum.label;
    lines[0].label = `${sum.label} = ${lines[0].label}`;
  }
  const end = Math.max(0, last(steps), last(heldSteps));
  return { steps, heldSteps, lines, end, perEpoch };
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

/** Return the [lo, hi] to show: all curves, but not the spike at the very start. */
export function heights({ lines }, levels, log) {
  const values = [];
  for (const { train, held } of lines) values.push(...train, ...held);
  const whole = lines[lines.length - 1];
  const top = whole ? ceiling([...whole.train, ...whole.held]) : Infinity;
  values.push(...levels.map(({ value }) => value));
  const finite = values.filter((value) => Number.isFinite(value) && (!log || value > 0));
  if (!finite.length) return [0, 1];
  const [least, most] = [Math.min(...finite), Math.min(top, Math.max(...finite))];
  if (!log) return [Math.min(0, least), most > 0 ? most * 1.1 : 1];
  const hi = Math.log10(most);
  const lo = Math.max(Math.log10(least), hi - 4);
  return [lo - 0.08 * (hi - lo + 0.5), hi + 0.12 * (hi - lo + 0.5)];
}

/** Return the height above which only the fall at the very start would be seen. */
function ceiling(values) {
  const sorted = Float32Array.from(values.filter(Number.isFinite)).sort();
  if (sorted.length < 4) return Infinity;
  const median = sorted[Math.floor(sorted.length / 2)];
  return median > 0 ? 1.9 * median : Infinity;
}

/** Keep the shown range unless it is too small or much too large. */
export function calm(shown, [lo, hi]) {
  if (!shown) return [lo, hi];
  const size = shown[1] - shown[0];
  const outside = lo < shown[0] - 0.02 * size || hi > shown[1] + 0.02 * size;
  return outside || hi - lo < 0.72 * size ? [lo, hi] : shown;
}
