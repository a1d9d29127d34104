import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { WebSocketTransport } from "../../aelab/web/js/app/transport/websocket.js";

/** @import { Listener } from "../../aelab/web/js/app/types.d.ts" */

/** A WebSocket that a test opens, closes and reads. */
class FakeSocket {
  static OPEN = 1;
  /** @type {FakeSocket[]} */
  static all = [];
  readyState = 0;
  /** @type {{ op: string, value?: unknown }[]} */
  sent = [];
  closed = false;
  onopen = () => {};
  onmessage = (/** @type {{ data: unknown }} */ _) => {};
  onclose = (/** @type {{ code: number }} */ _) => {};

  /** @param {string} address */
  constructor(address) {
    this.address = address;
    FakeSocket.all.push(this);
  }

  /** @param {string} text */
  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.closed = true;
  }

  open() {
    this.readyState = FakeSocket.OPEN;
    this.onopen();
  }

  /** @param {number} code */
  lose(code) {
    this.readyState = 3;
    this.onclose({ code });
  }
}

/** @type {{ does: () => void, ms: number }[]} What waits for its time. */
let timers = [];
/** @type {unknown[][]} What the listener heard. */
let heard = [];

/** @type {Listener} */
const listener = {
  frame: (buffer) => heard.push(["frame", buffer.byteLength]),
  news: (news) => heard.push(["news", news]),
  link: (up) => heard.push(["link", up]),
  gone: (reason) => heard.push(["gone", reason]),
};
const real = { setTimeout: globalThis.setTimeout, WebSocket: globalThis.WebSocket };

beforeEach(() => {
  timers = [];
  heard = [];
  FakeSocket.all = [];
  const later = (/** @type {() => void} */ does, /** @type {number} */ ms) => {
    timers.push({ does, ms });
  };
  const location = { origin: "https://lab.test" };
  Object.assign(globalThis, { WebSocket: FakeSocket, setTimeout: later, location });
});

afterEach(() => {
  Object.assign(globalThis, real);
});

/** Return a transport and its first socket. */
function begun() {
  const transport = new WebSocketTransport("a b", listener);
  return { transport, socket: FakeSocket.all[0] };
}

test("the address is that of the page, with the run in it", () => {
  assert.equal(begun().socket.address, "wss://lab.test/live?run=a%20b");
});

test("bytes are frames and texts are news", () => {
  const { socket } = begun();
  socket.open();
  socket.onmessage({ data: new ArrayBuffer(8) });
  socket.onmessage({ data: '{"state":"running"}' });
  assert.deepEqual(heard, [["link", true], ["frame", 8], ["news", { state: "running" }]]);
});

test("of commands that wait for the connection the last of each kind is sent", () => {
  const { transport, socket } = begun();
  transport.send({ op: "rate", value: 0.1, id: 1 });
  transport.send({ op: "pause", id: 2 });
  transport.send({ op: "rate", value: 0.2, id: 3 });
  transport.send({ op: "drawn" });
  assert.deepEqual(socket.sent, []);
  socket.open();
  assert.deepEqual(socket.sent.map(({ op, value }) => [op, value]), [
    ["pause", undefined],
    ["rate", 0.2],
  ]);
  transport.send({ op: "drawn" });
  assert.equal(socket.sent.length, 3);
});

test("a connection that breaks is opened again, each time later, five seconds at most", () => {
  begun();
  const pauses = [];
  for (let i = 0; i < 8; i++) {
    FakeSocket.all[i].lose(1006);
    pauses.push(timers[i].ms);
    timers[i].does();
  }
  assert.equal(FakeSocket.all.length, 9);
  pauses.forEach((pause, i) => {
    const usual = Math.min(5000, 250 * 2 ** i);
    assert.ok(pause >= 0.8 * usual && pause <= 1.2 * usual, `${pause}`);
  });
  FakeSocket.all[8].open();
  FakeSocket.all[8].lose(1006);
  assert.ok(timers[8].ms <= 300);
});

test("a run that is gone, or refused, is not looked for again", () => {
  for (const [code, reason] of /** @type {const} */ ([[4404, "unknown"], [4403, "refused"]])) {
    heard = [];
    begun();
    const socket = FakeSocket.all[FakeSocket.all.length - 1];
    socket.lose(code);
    assert.deepEqual([heard, socket.closed, timers], [[["gone", reason]], true, []]);
  }
});

test("a transport that is closed says and sends nothing more", () => {
  const { transport, socket } = begun();
  transport.close();
  socket.open();
  socket.onmessage({ data: "{}" });
  socket.lose(1006);
  transport.send({ op: "pause", id: 1 });
  assert.deepEqual([heard, socket.sent, timers], [[], [], []]);
});
