import assert from "node:assert/strict";
import test from "node:test";

import { PageState } from "../../aelab/web/js/app/state.js";

/** Return a frame with a header. @param {object} [header] */
function frame(header = {}) {
  return { header: { index: 1, epoch: 0, seconds: 0, full: true, ...header }, parts: [] };
}

test("the state cannot be written from outside", () => {
  const page = new PageState();
  const now = /** @type {{ cut: number }} */ (page.now);
  assert.throws(() => (now.cut = 0.5), TypeError);
});

test("a change makes another object, and the old one stays as it was", () => {
  const page = new PageState();
  const before = page.now;
  page.toggleClass(3);
  assert.deepEqual([...before.hidden], []);
  assert.deepEqual([...page.now.hidden], [3]);
  page.toggleClass(3);
  assert.deepEqual([...page.now.hidden], []);
});

test("the last picture of a run stays until the first frame of the next one", () => {
  const page = new PageState();
  page.openRun();
  page.takeFrame(frame({ index: 7 }));
  const { store } = page.now;
  page.openRun();
  assert.equal(page.now.stale, true);
  assert.equal(page.now.store, store);
  page.takeFrame(frame({ index: 1 }));
  assert.equal(page.now.stale, false);
  assert.notEqual(page.now.store, store);
  assert.equal(page.now.store.header?.index, 1);
});

test("a frame tells the state of the run until the run itself has told it", () => {
  const page = new PageState();
  page.takeFrame(frame({ state: "running" }));
  assert.equal(page.now.runState, "running");
  page.takeState({ state: "paused", queue: null });
  page.takeFrame(frame({ state: "running" }));
  assert.equal(page.now.runState, "paused");
});

test("news without a state leave it, and an empty queue is position 0", () => {
  const page = new PageState();
  page.takeState({ state: "queued", queue: 2 });
  assert.deepEqual([page.now.runState, page.now.queue], ["queued", 2]);
  page.takeState({ ack: 1 });
  assert.deepEqual([page.now.runState, page.now.queue], ["queued", 0]);
});

test("a sample is released when it is picked twice, and with another run", () => {
  const page = new PageState();
  page.pick(4);
  page.pin({ index: 4, x: [0], xHat: [1] });
  page.pick(4);
  assert.deepEqual([page.now.picked, page.now.pinned], [-1, null]);
  page.pick(4);
  page.openRun();
  assert.equal(page.now.picked, -1);
});

test("the threshold keeps a share between 0 and 1", () => {
  const page = new PageState();
  assert.equal(page.setCut(0.25), true);
  assert.equal(page.setCut(0.25), false);
  assert.equal(page.setCut(0), false);
  assert.equal(page.setCut(NaN), false);
  assert.equal(page.now.cut, 0.25);
  page.setCut(3);
  assert.equal(page.now.cut, 1);
});

test("a run that is lost leaves its message", () => {
  const page = new PageState();
  page.openRun();
  page.connect();
  page.loseRun("gone");
  const { live, runState, message } = page.now;
  assert.deepEqual([live, runState, message], [false, "idle", "gone"]);
});
