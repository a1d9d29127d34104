import assert from "node:assert/strict";
import test from "node:test";

import { parse, Store } from "../../aelab/web/js/kit/frame.js";
import { pack } from "./frames.js";

/** @param {object[]} views */
function storedViews(views) {
  const store = new Store();
  store.take(parse(pack({ full: true, index: 0, epoch: 0, seconds: 0, views })));
  return store.views;
}

test("the KL bars of a frame without colours have the colour of the penalty", () => {
  const [kl, scree] = storedViews([{ name: "kl", kind: "bars" }, { name: "scree", kind: "bars" }]);
  assert.equal("colour" in kl && kl.colour, "penalty");
  assert.equal("colour" in scree, false);
});

test("what a view says of itself is not replaced", () => {
  const [kl] = storedViews([{ name: "kl", kind: "bars", colour: "other" }]);
  assert.equal("colour" in kl && kl.colour, "other");
});
