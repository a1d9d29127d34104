import assert from "node:assert/strict";
import test from "node:test";

import { arranged, placed } from "../../aelab/web/js/app/slots.js";

const views = ["latent", "loss", "bars", "images", "angles"].map((name) => ({
  name,
  kind: name === "images" ? "strip" : "curves",
}));

test("the first four views are shown, a strip of images second", () => {
  assert.deepEqual(arranged(views), ["latent", "images", "loss", "bars"]);
});

test("a chosen view has its place, and no view is shown twice", () => {
  assert.deepEqual(arranged(views, ["angles", "latent"]), ["angles", "latent", "loss", "bars"]);
  assert.deepEqual(arranged(views, ["loss", "loss"]), ["loss", "images", "latent", "bars"]);
});

test("a chosen view that the run does not have is replaced", () => {
  assert.deepEqual(arranged(views, ["none"]), ["latent", "images", "loss", "bars"]);
});

test("with fewer views than places there are as many places as views", () => {
  assert.deepEqual(arranged(views.slice(0, 2), ["loss"]), ["loss", "latent"]);
  assert.deepEqual(arranged([]), []);
});

test("a view that is put into a place changes places with what stands there", () => {
  assert.deepEqual(placed(["a", "b", "c"], 0, "c"), ["c", "b", "a"]);
  assert.deepEqual(placed(["a", "b", "c"], 1, "d"), ["a", "d", "c"]);
});
