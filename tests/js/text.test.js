import assert from "node:assert/strict";
import test from "node:test";

import {
  axis, counter, decimals, fixed, number, point, rate, signed,
} from "../../aelab/web/js/kit/text.js";
import { measured, share } from "../../aelab/web/js/kit/readouts.js";

test("a number has about as many digits as asked for", () => {
  assert.equal(number(3.14159), "3.142");
  assert.equal(number(31.4159, 3), "31.4");
  assert.equal(number(0.000314159), "3.14e−4");
  assert.equal(number(31415926), "3.14e+7");
  assert.equal(number(-2, 2), "−2.0");
  assert.equal(number(0), "0.000");
});

test("what is not finite is a dash", () => {
  for (const value of [NaN, Infinity, null, undefined]) assert.equal(number(value), "–");
  const texts = [fixed(NaN, 2), rate(NaN), counter(NaN), share(NaN)];
  assert.deepEqual(texts, ["–", "–", "–", "–"]);
  assert.equal(measured(NaN, 1).value, "–");
});

test("minus signs are true ones", () => {
  assert.equal(signed("-1e-5"), "−1e−5");
  assert.equal(fixed(-0.5, 2), "−0.50");
});

test("whole numbers are in groups of three, padded with zeros", () => {
  assert.equal(counter(1234567), "1\u202f234\u202f567");
  assert.equal(counter(42, 6), "000\u202f042");
});

test("decimals show about four digits", () => {
  assert.deepEqual([1234, 123, 1.5, 0.01].map(decimals), [0, 1, 3, 4]);
});

test("a rate is written as people type it", () => {
  assert.deepEqual([0.001, 0.1234, 3e-5].map(rate), ["0.001", "0.123", "3e−5"]);
});

test("axes of a code are counted from one, in subscripts", () => {
  assert.deepEqual([axis(0), axis(11)], ["z₁", "z₁₂"]);
});

test("a point has at most four coordinates", () => {
  assert.equal(point([0.5, -1]), "(0.50, −1.00)");
  assert.equal(point([1, 2, 3, 4, 5], 1), "(1, 2, 3, 4, …)");
});

test("an error has one digit, two where it begins below 3.5", () => {
  assert.deepEqual(measured(0.91234, 0.0048), { value: "0.912", error: "0.005" });
  assert.deepEqual(measured(12.345, 0.21), { value: "12.35", error: "0.21" });
  assert.deepEqual(measured(12.345, 0.5), { value: "12.3", error: "0.5" });
});

test("small shares keep two digits", () => {
  assert.deepEqual([0.25, 0.00123].map(share), ["0.250", "0.0012"]);
});
