import assert from "node:assert/strict";
import test from "node:test";

import {
  EFFICIENCY, improvements, least, MISTAG, mistagErrors, read, rejectionError, table, THRESHOLD,
} from "../../aelab/web/js/kit/cuttable.js";

const DATA = Float32Array.of(0, 1, 1, 1, 0.5, 0.75, NaN, NaN, NaN, 2, 0.25, 0.5, 3, 0, 0.25);
const ROWS = table({ data: DATA, shape: [5, 3] });

/** Return the rows of the table, which has some. */
function rows() {
  assert.ok(ROWS);
  return ROWS;
}

test("rows that are not finite are left out, and one row is no table", () => {
  assert.equal(rows().length, 4);
  assert.equal(table({ data: DATA.subarray(0, 3), shape: [1, 3] }), null);
  assert.equal(table(null), null);
});

test("between two rows all columns are linear", () => {
  const at = read(rows(), THRESHOLD, 0.5);
  assert.deepEqual([at.mistag, at.efficiency], [0.75, 0.875]);
  assert.equal(at.rejection, 1 / 0.75);
  assert.equal(read(rows(), MISTAG, 0.375).threshold, 1.5);
  assert.equal(read(rows(), EFFICIENCY, 0.5).threshold, 2);
});

test("beyond the ends a table stays what it is there", () => {
  assert.equal(read(rows(), THRESHOLD, -5).mistag, 1);
  assert.equal(read(rows(), THRESHOLD, 9).efficiency, 0.25);
  assert.ok(Number.isNaN(read(rows(), THRESHOLD, 9).rejection));
});

test("the least share that a cut can leave is that of one sample", () => {
  assert.equal(least(rows(), 2), 0.5);
  assert.equal(least(rows(), 1000), 0.25);
  assert.equal(least(rows(), 0), 0.25);
});

test("the error of a rejection is that of a binomial share", () => {
  const [share, samples] = [0.01, 10000];
  const error = Math.sqrt((share * (1 - share)) / samples) / share ** 2;
  assert.ok(Math.abs(rejectionError(share, samples) - error) < 1e-9);
  assert.ok(Number.isNaN(rejectionError(0, 10)));
});

test("the error of a mistag has a part of the efficiency, through the slope of the curve", () => {
  const n = 400;
  const curve = Array.from({ length: n + 1 }, (_, i) => 1 - i / n).map((efficiency) =>
    Float32Array.of(1 - efficiency, efficiency ** 3, efficiency),
  );
  const [normal, anomalous] = [5000, 2000];
  const errors = mistagErrors(curve, [normal, anomalous]);
  for (const i of [100, 200, 320]) {
    const [, mistag, efficiency] = curve[i];
    const counted = Math.sqrt((mistag * (1 - mistag)) / normal);
    const step = Math.sqrt((efficiency * (1 - efficiency)) / anomalous);
    const exact = Math.hypot(counted, 3 * efficiency ** 2 * step);
    assert.ok(Math.abs(errors[i] / exact - 1) < 0.02, `${errors[i]} for ${exact}`);
  }
  assert.ok(errors[0] < 1e-9 && errors[n] < 1e-9); // all samples, and none
});

test("an improvement is efficiency over root mistag, with the error of the mistag", () => {
  const cuts = [
    [0, 1, 1],
    [1, 0.01, 0.3],
    [2, 0.0001, 0.1],
  ].map((row) => Float32Array.from(row));
  const [all, cut, ...rest] = improvements(cuts, [5000, 5000]);
  assert.deepEqual(rest, []); // half a sample above is too few
  assert.deepEqual(all, { efficiency: 1, mistag: 1, value: 1, error: 0 });
  assert.ok(Math.abs(cut.value - 3) < 1e-6);
  const relative = mistagErrors(cuts, [5000, 5000])[1] / 0.01;
  assert.ok(Math.abs(cut.error - 1.5 * relative) < 1e-6);
});
