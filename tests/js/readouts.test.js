import assert from "node:assert/strict";
import test from "node:test";

import { closestLines } from "../../aelab/web/js/kit/curvenames.js";
import { measured, share } from "../../aelab/web/js/kit/readouts.js";
import { nearestLevel } from "../../aelab/web/js/drawers/sculpt.js";

test("a value has as many decimals as its error, two digits of one that begins below 3.55", () => {
  assert.deepEqual(measured(0.91234, 0.0034), { value: "0.912", error: "0.003" });
  assert.deepEqual(measured(36.52, 3.1), { value: "36.5", error: "3.1" });
  assert.deepEqual(measured(36.52, 4.2), { value: "37", error: "4" });
});

test("without an error a value has about three digits, and without a value there is a dash", () => {
  assert.deepEqual(measured(123.4, NaN), { value: "123" });
  assert.deepEqual(measured(12.34, 0), { value: "12.3" });
  assert.deepEqual(measured(NaN, 1), { value: "–" });
});

test("a small share has two significant digits", () => {
  assert.equal(share(0.5), "0.500");
  assert.equal(share(0.00123), "0.0012");
  assert.equal(share(NaN), "–");
});

test("the spectrum after the cut is of the nearest level on a logarithmic scale, never of all", () => {
  const levels = [1, 0.5, 0.1, 0.01];
  assert.equal(nearestLevel(levels, 1), 1);
  assert.equal(nearestLevel(levels, 0.2), 2);
  assert.equal(nearestLevel(levels, 0.04), 2);
  assert.equal(nearestLevel(levels, 0.02), 3);
});

test("the lines nearest to a height are listed from the top, without those that are not there", () => {
  const heights = [50, NaN, 10, 30, 80];
  assert.deepEqual(closestLines([0, 1, 2, 3, 4], (i) => heights[i], 32, 3), [2, 3, 0]);
});
