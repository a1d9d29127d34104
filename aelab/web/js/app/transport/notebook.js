// The channel of a notebook's widget: the kernel sends frames and news, and takes commands.
// A message of the kernel is either a frame, as its only buffer, or `{ news }` without a buffer.

/** @import { Listener, Message, NotebookChannel, NotebookMessage, Transport } from "../types.d.ts" */

const CUSTOM = "msg:custom";

/** Shows a run of the kernel that a widget belongs to. @implements {Transport} */
export class NotebookTransport {
  live = true;

  #channel;
  #listener;
  /** @type {(message: NotebookMessage, buffers?: DataView[]) => void} */
  #received = (message, buffers = []) => {
    if (buffers.length) this.#listener.frame(copied(buffers[0]));
    else if (message.news) this.#listener.news(message.news);
  };

  /** @param {NotebookChannel} channel
   * @param {Listener} listener */
  constructor(channel, listener) {
    this.#channel = channel;
    this.#listener = listener;
    channel.on(CUSTOM, this.#received);
  }

  /** @param {Message} message */
  send(message) {
    this.#channel.send(message);
  }

  close() {
    this.#channel.off(CUSTOM, this.#received);
  }
}

/** Return the bytes of a view, which may begin anywhere in its buffer, as a buffer of their own.
 *
 * @param {DataView} view */
function copied({ buffer, byteOffset, byteLength }) {
  return /** @type {ArrayBuffer} */ (buffer.slice(byteOffset, byteOffset + byteLength));
}
