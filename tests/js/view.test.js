import assert from "node:assert/strict";
import test from "node:test";

import { quantiles, View } from "../../aelab/web/js/kit/view.js";

/** @import { Box } from "../../aelab/web/js/app/types.d.ts" */

/** Return the box of a view that has one. @param {View} view @returns {Box} */
function boxOf(view) {
  assert.ok(view.box);
  return /** @type {Box} */ ([...view.box]);
}

test("quantiles leave out what is not finite and the ends", () => {
  const data = Float32Array.from({ length: 202 }, (_, i) => (i % 2 ? 1000 : i / 2));
  assert.deepEqual(quantiles(data, 2, 0, 0.01), [1, 99]);
  assert.deepEqual(quantiles(Float32Array.of(NaN, 3, Infinity, 1), 1, 0, 0), [1, 3]);
  assert.equal(quantiles(Float32Array.of(NaN), 1, 0), null);
});

test("a view is the range of the data with a margin on each side", () => {
  const view = new View({ margin: 0.1 });
  view.follow([0, 10], [-1, 1]);
  assert.deepEqual(boxOf(view), [-1, 11, -1.2, 1.2]);
});

test("a view stands still as long as the data stay in it and fill half of it", () => {
  const view = new View({ margin: 0.1 });
  view.follow([0, 10], [0, 10]);
  const before = boxOf(view);
  view.follow([1, 9], [1, 9]);
  assert.deepEqual(boxOf(view), before);
  view.follow([0, 4], [0, 4]);
  assert.notDeepEqual(boxOf(view), before);
  const small = boxOf(view);
  view.follow([0, 30], [0, 4]);
  assert.notDeepEqual(boxOf(view), small);
});

test("with equal scales a unit is as long across as up, around the same middle", () => {
  const view = new View({ equal: true });
  view.fix([0, 2, 0, 1]);
  const [x0, x1, y0, y1] = view.shown({ w: 400, h: 400 });
  assert.ok(Math.abs((x1 - x0) / 400 - (y1 - y0) / 400) < 1e-12);
  assert.deepEqual([(x0 + x1) / 2, (y0 + y1) / 2], [1, 0.5]);
  assert.ok(x0 <= 0 && x1 >= 2 && y0 <= 0 && y1 >= 1);
});

test("a zoom keeps the point under the pointer, and the data no longer move the view", () => {
  const view = new View();
  view.fix([0, 8, 0, 4]);
  view.zoom({ box: boxOf(view) }, 0.5, 2, 1);
  assert.deepEqual(boxOf(view), [1, 5, 0.5, 2.5]);
  view.follow([0, 100], [0, 100]);
  view.fix([0, 9, 0, 9]);
  assert.deepEqual(boxOf(view), [1, 5, 0.5, 2.5]);
  view.reset();
  view.fix([0, 9, 0, 9]);
  assert.deepEqual(boxOf(view), [0, 9, 0, 9]);
});

test("the wheel of curves zooms along their steps only", () => {
  const view = new View({ wheel: "x" });
  view.fix([0, 8, 0, 4]);
  view.zoom({ box: boxOf(view) }, 0.5, 0, 0);
  assert.deepEqual(boxOf(view), [0, 4, 0, 4]);
});

test("a box that is too small or not finite is not shown", () => {
  const view = new View();
  view.fix([0, 1, 0, 1]);
  view.to([0.5, 0.5, 0, 1]);
  view.to([0, NaN, 0, 1]);
  assert.deepEqual([boxOf(view), view.zoomed], [[0, 1, 0, 1], false]);
});
