// The WebSocket of a run: binary frames and news come down, commands go up; it reconnects quietly.

/** @import { Listener, Message, Transport } from "../types.d.ts" */

const GONE = 4404;
const FOREIGN = 4403;
const SLOWEST = 5000; // ms between attempts

/** A WebSocket on one run that opens again when it breaks. @implements {Transport} */
export class WebSocketTransport {
  live = true;

  /** @type {Message[]} Commands given while the connection is down. */
  #waiting = [];
  #attempts = 0;
  #closed = false;
  #listener;
  #socket;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {string} run
   * @param {Listener} listener */
  constructor(run, listener) {
    const origin = location.origin.replace(/^http/, "ws");
    this.address = `${origin}/live?run=${encodeURIComponent(run)}`;
    this.#listener = listener;
    this.#socket = this.#open();
  }

  #open() {
    const socket = new WebSocket(this.address);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.#opened();
    socket.onmessage = ({ data }) => this.#received(data);
    socket.onclose = ({ code }) => this.#lost(code);
    return socket;
  }

  #opened() {
    if (this.#closed) return;
    this.#attempts = 0;
    this.#listener.link(true);
    for (const message of this.#waiting.splice(0)) this.send(message);
  }

  /** @param {string | ArrayBuffer} data */
  #received(data) {
    if (this.#closed) return;
    if (typeof data === "string") this.#listener.news(JSON.parse(data));
    else this.#listener.frame(data);
  }

  /** @param {number} code */
  #lost(code) {
    if (this.#closed) return;
    if (code === GONE || code === FOREIGN) {
      this.close();
      this.#listener.gone(code === GONE ? "unknown" : "refused");
      return;
    }
    this.#listener.link(false);
    const pause = Math.min(SLOWEST, 250 * 2 ** this.#attempts++);
    this.#timer = setTimeout(
      () => (this.#socket = this.#open()),
      pause * (0.8 + 0.4 * Math.random()),
    );
  }

  /** Send now, or once the connection is up again; then only the last command of each kind.
   *
   * @param {Message} message */
  send(message) {
    if (this.#closed) return;
    if (this.#socket.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(message));
    } else if (message.op !== "drawn") {
      this.#waiting = this.#waiting.filter(({ op }) => op !== message.op).concat(message);
    }
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket.close();
  }
}
