import assert from "node:assert/strict";
import test from "node:test";

import { findings } from "../../aelab/web/js/app/findings.js";

/** Return the sentences on a score.
 *
 * @param {number[]} numbers AUC, its error, age, unexplained variance
 * @param {object} [other] of the layout
 * @param {number[]} [dice] threshold, Dice on test slices, on validation slices, of the mean */
function sentences(numbers, other = {}, dice) {
  const score = { name: "scores", kind: "cut", names: ["QCD", "top"], score: "Distance" };
  const arrays = new Map([
    ["scores.numbers", Float32Array.from(numbers)],
    ["dice.chosen", dice && Float32Array.from(dice)],
  ]);
  return findings({
    // The layouts of the other kinds do not matter here.
    views: /** @type {any} */ ([{ ...score, ...other }, { name: "dice", kind: "overlap" }]),
    get: (/** @type {string} */ name) => {
      const data = arrays.get(name);
      return data ? { data, shape: [data.length] } : null;
    },
  });
}

const baseline = { label: "Mean image", value: 0.8, error: 0.01 };

test("an AUC comes with its error and the variance that is left unexplained", () => {
  assert.equal(
    sentences([0.9, 0.01, 0, 0.25]),
    "Distance: AUC 0.900 ± 0.010 for top among QCD. The model leaves 25.0 % of the variance " +
      "unexplained.",
  );
});

test("a score that is made independent of a quantity is called so", () => {
  assert.match(sentences([0.9, 0.01, 0, NaN], { flat: true }), /^Distance, decorrelated: AUC/);
});

test("without a score, or before it is measured, there is nothing to say", () => {
  assert.equal(findings({ views: [], get: () => null }), "");
  assert.equal(sentences([NaN, NaN, 0, NaN]), "");
});

test("a network that explains next to nothing is called so", () => {
  assert.match(sentences([0.9, 0.01, 0, 0.95]), /nearly the same picture for every sample/);
  assert.doesNotMatch(sentences([0.9, 0.01, 0, 0.85]), /nearly the same picture/);
});

test("an AUC clearly below a half is explained, that of an error by simplicity", () => {
  assert.match(sentences([0.3, 0.01, 0, 0.2]), /Below 0.5: top passes for more normal than QCD/);
  assert.match(
    sentences([0.3, 0.01, 0, 0.2], { score: "Reconstruction error" }),
    /What is simpler is reconstructed better/,
  );
  assert.doesNotMatch(sentences([0.49, 0.01, 0, 0.2]), /Below 0.5/);
});

test("a difference counts from two standard errors on", () => {
  const other = { baselines: [baseline] };
  const apart = 2 * Math.hypot(0.01, 0.01);
  assert.match(sentences([0.8 + 1.1 * apart, 0.01, 0, NaN], other), /less than this/);
  assert.match(sentences([0.8 - 1.1 * apart, 0.01, 0, NaN], other), /more than this/);
  assert.match(sentences([0.8 + 0.9 * apart, 0.01, 0, NaN], other), /no clear difference/);
});

test("a score is not compared with itself", () => {
  const other = { baselines: [{ ...baseline, label: "Distance" }] };
  assert.doesNotMatch(sentences([0.9, 0.01, 0, NaN], other), /needs no training/);
});

test("Dice is compared with that of the mean image", () => {
  const numbers = [0.9, 0.01, 0, NaN];
  assert.match(sentences(numbers, {}, [0.2, 0.4, 0.4, 0.1]), /Dice 0.40 .*, better than/);
  assert.match(sentences(numbers, {}, [0.2, 0.1, 0.1, 0.3]), /Dice 0.10 .*, not better than/);
});
