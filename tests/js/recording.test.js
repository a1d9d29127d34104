import assert from "node:assert/strict";
import test from "node:test";

import { PageState } from "../../aelab/web/js/app/state.js";
import { RecordedTransport } from "../../aelab/web/js/app/transport/recording.js";
import { parse } from "../../aelab/web/js/kit/frame.js";
import { pack } from "./frames.js";

const HEADER = { epoch: 0, seconds: 0, state: "running" };

/** Return frames one after the other. @param {ArrayBuffer[]} frames */
async function* recorded(...frames) {
  yield* frames;
}

/** Play a recording into a state. @param {ArrayBuffer[]} frames */
function play(...frames) {
  const page = new PageState();
  page.openRun();
  const never = () => assert.fail("a recording has only frames");
  const transport = new RecordedTransport(recorded(...frames), {
    frame: (buffer) => page.takeFrame(parse(buffer)),
    news: never,
    link: never,
    gone: never,
  });
  return { page, transport };
}

/** Let what is under way come to its end. */
function settled() {
  return new Promise((done) => setImmediate(done));
}

const rows = { name: "loss.terms", shape: [2, 1], rows: 4 };
const FRAMES = [
  pack({ ...HEADER, index: 1, full: true, views: [{ name: "loss", kind: "curves" }] }, [
    { ...rows, data: Float32Array.of(1, 2), start: 0 },
  ]),
  pack({ ...HEADER, index: 2 }, [{ ...rows, data: Float32Array.of(3, 4), start: 2 }]),
];

test("a recording is played frame by frame, each after the last one is drawn", async () => {
  const { page, transport } = play(...FRAMES);
  await settled();
  assert.equal(page.now.store.header?.index, 1);
  await settled();
  assert.equal(page.now.store.header?.index, 1);
  transport.send({ op: "drawn" });
  await settled();
  assert.equal(page.now.store.header?.index, 2);
  assert.equal(page.now.runState, "running");
  assert.deepEqual(page.now.store.views.map(({ name }) => name), ["loss"]);
  assert.deepEqual([...(page.now.store.get("loss.terms")?.data ?? [])], [1, 2, 3, 4]);
});

test("a recording takes no commands, and stands still at its end", async () => {
  const { page, transport } = play(FRAMES[0]);
  assert.equal(transport.live, false);
  await settled();
  transport.send({ op: "play", id: 1 });
  transport.send({ op: "drawn" });
  await settled();
  assert.equal(page.now.store.header?.index, 1);
});

test("a recording that is closed gives nothing more", async () => {
  const { page, transport } = play(...FRAMES);
  transport.close();
  await settled();
  assert.equal(page.now.stale, true);
});
