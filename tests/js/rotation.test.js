import assert from "node:assert/strict";
import test from "node:test";

import { Rotation } from "../../aelab/web/js/kit/rotation.js";

Object.assign(globalThis, { window: { matchMedia: () => ({ matches: true }) } });

/** @param {number[]} a @param {number[]} b */
function product(a, b) {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}

test("the axes as they are seen stay orthonormal through drags", () => {
  const rotation = new Rotation(() => {});
  rotation.drag(130, -45);
  const axes = rotation.axes();
  axes.forEach((a, i) =>
    axes.forEach((b, j) => {
      assert.ok(Math.abs(product(a, b) - Number(i === j)) < 1e-12);
    }),
  );
});

test("the middle of the data is in the middle, and the farthest point at distance 1", () => {
  const rotation = new Rotation(() => {});
  const data = [0, 0, 0, 4, 0, 0, 2, 1, 0, 2, -1, 0];
  rotation.centre(data);
  const { data: seen, depth } = rotation.project({ data: [2, 0, 0, ...data], count: 5 });
  const sizes = Array.from(depth, (z, i) => Math.hypot(seen[2 * i], seen[2 * i + 1], z));
  assert.ok(sizes[0] < 1e-6);
  assert.ok(Math.abs(Math.max(...sizes) - 1) < 1e-6);
});

test("a drag changes the elevation no further than to the pole", () => {
  const rotation = new Rotation(() => {});
  rotation.drag(0, 1e6);
  assert.ok(rotation.elevation <= Math.PI / 2);
});
