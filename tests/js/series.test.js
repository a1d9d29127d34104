import assert from "node:assert/strict";
import test from "node:test";

import { calm, closest, heights, lastShown, prepare } from "../../aelab/web/js/kit/series.js";

const ARRAYS = {
  steps: Float32Array.of(0, 10, 20, 30),
  terms: Float32Array.of(8, 2, 4, 1, 3, 1, 2, 1),
  heldout_steps: Float32Array.of(0, 30),
  heldout: Float32Array.of(9, 2, 3, 1.5),
};
const LAYOUT = {
  name: "loss",
  kind: /** @type {const} */ ("curves"),
  title: "Loss",
  unit: "",
  levels: [],
  terms: ["reconstruction", "kl"],
  symbols: { kl: "KL" },
  sum: true,
  per_epoch: 10,
};

/** Return series of a layout like `LAYOUT`. @param {Partial<typeof LAYOUT>} [other] */
function series(other = {}, arrays = ARRAYS) {
  const get = (/** @type {string} */ name) => {
    const data = arrays[/** @type {keyof typeof ARRAYS} */ (name)];
    return data ? { data, shape: [data.length] } : null;
  };
  return prepare({ ...LAYOUT, ...other }, get);
}

/** Return what each line is called.
 *
 * @param {{ name: string, label: string, short?: string }[]} lines */
function called(lines) {
  return lines.map(({ name, label, short = label }) => [name, label, short]);
}

test("terms are columns, J is their sum, and steps are counted in epochs", () => {
  const { lines, steps, heldSteps, main, end, perEpoch } = series();
  assert.deepEqual(called(lines), [
    ["reconstruction", "reconstruction", "reconstruction"],
    ["kl", "KL", "KL"],
    ["J", "J", "J"],
  ]);
  assert.deepEqual([...lines[1].train], [2, 1, 1, 1]);
  assert.deepEqual([...lines[2].train], [10, 5, 4, 3]);
  assert.deepEqual([...lines[2].held], [11, 4.5]);
  assert.deepEqual([[...steps], [...heldSteps]], [[0, 1, 2, 3], [0, 3]]);
  assert.deepEqual([main, end, perEpoch], [lines[2], 3, 10]);
});

test("measures have no sum", () => {
  const { lines, main } = series({ sum: false });
  assert.equal(lines.length, 2);
  assert.equal(main, lines[0]);
});

test("a single term is J itself, and its values are its own", () => {
  const one = { ...ARRAYS, terms: ARRAYS.steps, heldout: ARRAYS.heldout_steps };
  const { lines } = series({ terms: ["reconstruction"] }, one);
  assert.deepEqual(called(lines), [["reconstruction", "J = reconstruction", "J"]]);
  assert.deepEqual([...lines[0].train], [0, 10, 20, 30]);
});

test("without arrays there are lines without values", () => {
  const { lines, end } = prepare(LAYOUT, () => null);
  assert.equal(lines.length, 3);
  for (const { train, held } of lines) assert.equal(train.length + held.length, 0);
  assert.equal(end, 0);
});

test("the last value that is shown is the one at or before the edge", () => {
  const all = series();
  assert.equal(lastShown(all, all.lines[0], 1.5), 4);
  assert.equal(lastShown(all, all.lines[0], 3), 2);
  assert.ok(Number.isNaN(lastShown(all, all.lines[0], -1)));
});

test("the closest value is found, the first of two at the same distance", () => {
  assert.equal(closest([0, 1, 2], 1.4), 1);
  assert.equal(closest([0, 1, 2], 0.5), 0);
  assert.equal(closest([], 1), -1);
});

test("the first fall of J does not set the scale, and levels are always seen", () => {
  const terms = Float32Array.from({ length: 40 }, (_, i) => (i === 0 ? 1000 : 2));
  const steps = Float32Array.from({ length: 40 }, (_, i) => i);
  const only = { terms, steps, heldout: new Float32Array(), heldout_steps: new Float32Array() };
  const fallen = series({ terms: ["reconstruction"] }, only);
  const [lo, hi] = heights(fallen, [], false);
  assert.deepEqual([lo, hi < 10], [0, true]);
  assert.ok(heights(fallen, [{ value: 50 }], false)[1] > 50);
});

test("on a logarithmic scale at most four decades are shown", () => {
  const values = { ...ARRAYS, terms: Float32Array.of(1e-9, 1, 1e-9, 2, 1e-9, 1, 1e-9, 1) };
  const [lo, hi] = heights(series({ sum: false }, values), [], true);
  assert.ok(hi - lo < 5 && hi > Math.log10(2));
});

test("a shown range changes only when it is too small or much too large", () => {
  assert.deepEqual(calm(null, [0, 1]), [0, 1]);
  assert.deepEqual(calm([0, 1], [0.1, 0.9]), [0, 1]);
  assert.deepEqual(calm([0, 1], [0, 1.1]), [0, 1.1]);
  assert.deepEqual(calm([0, 1], [0, 0.5]), [0, 0.5]);
});
