import assert from "node:assert/strict";
import test from "node:test";

import { NotebookTransport } from "../../aelab/web/js/app/transport/notebook.js";

/** @import { Message, NotebookMessage } from "../../aelab/web/js/app/types.d.ts" */
/** @typedef {(message: NotebookMessage, buffers?: DataView[]) => void} Receive */

/** Return a transport with a channel whose kernel is this test, and what the page heard. */
function begun() {
  /** @type {Set<Receive>} */
  const receivers = new Set();
  /** @type {Message[]} */
  const sent = [];
  /** @type {unknown[]} */
  const heard = [];
  const channel = {
    on: (/** @type {string} */ event, /** @type {Receive} */ receive) => {
      assert.equal(event, "msg:custom");
      receivers.add(receive);
    },
    off: (/** @type {string} */ _, /** @type {Receive} */ receive) => receivers.delete(receive),
    send: (/** @type {Message} */ message) => sent.push(message),
  };
  const never = () => assert.fail("a kernel that goes away closes the notebook's page");
  const transport = new NotebookTransport(channel, {
    frame: (buffer) => heard.push([...new Uint8Array(buffer)]),
    news: (news) => heard.push(news),
    link: never,
    gone: never,
  });
  /** @type {Receive} */
  const kernel = (message, buffers) => {
    for (const receive of receivers) receive(message, buffers);
  };
  return { heard, kernel, sent, transport };
}

test("frames and news of the kernel reach the page", () => {
  const { heard, kernel, transport } = begun();
  const bytes = Uint8Array.of(9, 9, 1, 2, 3, 9);
  kernel({}, [new DataView(bytes.buffer, 2, 3)]);
  kernel({ news: { state: "paused" } });
  kernel({}); // a message of another version
  assert.deepEqual(heard, [[1, 2, 3], { state: "paused" }]);
  assert.equal(transport.live, true);
});

test("commands reach the kernel as they are", () => {
  const { sent, transport } = begun();
  transport.send({ op: "rate", value: 0.1, id: 1 });
  transport.send({ op: "drawn" });
  assert.deepEqual(sent, [{ op: "rate", value: 0.1, id: 1 }, { op: "drawn" }]);
});

test("a transport that is closed hears nothing more", () => {
  const { heard, kernel, transport } = begun();
  transport.close();
  kernel({ news: { state: "paused" } });
  assert.deepEqual(heard, []);
});
