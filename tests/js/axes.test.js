import assert from "node:assert/strict";
import test from "node:test";

import { logTicks, ticks } from "../../aelab/web/js/kit/axes.js";
import { Plot } from "../../aelab/web/js/kit/canvas.js";

/** Return the labels of ticks. @param {{ label: string }[]} all */
function labels(all) {
  return all.map(({ label }) => label);
}

test("ticks are round, lie inside, and are about as many as asked for", () => {
  for (const [lo, hi] of [[0, 1], [-3.7, 12.2], [1e-6, 3e-6], [-2e7, 5e7], [0.1, 0.11]]) {
    for (const count of [2, 5, 9]) {
      const values = ticks(lo, hi, count).map(({ value }) => value);
      const step = values[1] - values[0];
      const digit = step / 10 ** Math.floor(Math.log10(step) + 1e-9);
      assert.ok([1, 2, 5, 10].some((round) => Math.abs(digit - round) < 1e-6), `${step}`);
      assert.ok(values[0] >= lo - 1e-8 * step && values[values.length - 1] <= hi + 1e-8 * step);
      assert.ok(values.length <= count + 1 && values.length >= count / 2.6 - 1, `${values}`);
    }
  }
});

test("labels have as many decimals as their step, true minus signs, and one zero", () => {
  assert.deepEqual(labels(ticks(-1, 1, 4)), ["−1.0", "−0.5", "0", "0.5", "1.0"]);
  assert.deepEqual(labels(ticks(0, 4e5, 2)), ["0", "2e+5", "4e+5"]);
});

test("a range of no width, or one that is not finite, has no ticks", () => {
  assert.deepEqual(ticks(1, 1, 5), []);
  assert.deepEqual(ticks(NaN, 1, 5), []);
  assert.deepEqual(ticks(0, Infinity, 5), []);
});

test("ticks of a logarithmic axis are powers of ten, with steps between where few", () => {
  assert.deepEqual(labels(logTicks(-2, 2, 3)), ["0.01", "1", "100"]);
  assert.deepEqual(labels(logTicks(0, 2, 5)), ["1", "3", "10", "30", "100"]);
  assert.deepEqual(labels(logTicks(0, 1, 5)), ["1", "2", "5", "10"]);
});

test("pixels and values of a plot are inverse to each other", () => {
  const plot = new Plot(10, 20, 300, 200).show([-1, 5, 2, 4]);
  assert.deepEqual([plot.px(-1), plot.px(5)], [10, 310]);
  assert.deepEqual([plot.py(2), plot.py(4)], [220, 20]);
  for (const value of [-1, 0.3, 4.9]) assert.ok(Math.abs(plot.ix(plot.px(value)) - value) < 1e-12);
  for (const value of [2, 3.3, 4]) assert.ok(Math.abs(plot.iy(plot.py(value)) - value) < 1e-12);
});

test("a plot has its border, and nothing outside", () => {
  const plot = new Plot(10, 20, 300, 200);
  assert.ok(plot.has(10, 20) && plot.has(310, 220));
  assert.ok(!plot.has(9, 30) && !plot.has(30, 221));
});
