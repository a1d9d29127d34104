import assert from "node:assert/strict";
import test from "node:test";

import {
  angleOf, Cloud, direction, wrapped,
} from "../../aelab/web/js/components/projection/cloud.js";

/** @import { Place } from "../../aelab/web/js/kit/types.d.ts" */

/** @type {Place[]} */
const POINTS = [[2, 1], [-1, 0.5], [0.5, -1.5], [-1.5, -0.5], [0, 0.5]];

/** @param {number} value @param {number} expected */
function close(value, expected) {
  assert.ok(Math.abs(value - expected) < 1e-9, `${value} is not ${expected}`);
}

test("the angle of a direction is that angle, from 0 to 360", () => {
  for (const angle of [0, 30, 135, 200, 359]) close(angleOf(direction(angle)), angle);
  close(wrapped(-30), 330);
  close(wrapped(725), 5);
});

test("the eigenvalues of A have its trace and its determinant", () => {
  const cloud = new Cloud(POINTS);
  const [xx, xy, yy] = cloud.a;
  close(cloud.values[0] + cloud.values[1], xx + yy);
  close(cloud.values[0] * cloud.values[1], xx * yy - xy * xy);
});

test("the first eigenvector makes the form largest, and the one across it smallest", () => {
  const cloud = new Cloud(POINTS);
  close(cloud.form(cloud.first), cloud.values[0]);
  close(cloud.form(cloud.first + 90), cloud.values[1]);
});

test("the errors of all samples add up to the prediction where the data are centred", () => {
  const cloud = new Cloud(POINTS);
  for (const angle of [0, 20, 77, 140]) close(cloud.error(angle), cloud.predicted(angle));
});

test("no code of a sample has a smaller error than the projection", () => {
  const cloud = new Cloud(POINTS);
  const best = cloud.code(50, 0);
  for (const z of [best - 0.1, best + 0.1, 0]) {
    assert.ok(cloud.left(50, 0, z) > cloud.left(50, 0, best));
  }
});

test("the nearest sample is found with its distance", () => {
  const { sample, distance } = new Cloud(POINTS).nearest([2, 2]);
  assert.equal(sample, 0);
  close(distance, 1);
});
