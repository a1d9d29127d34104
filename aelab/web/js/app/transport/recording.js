// Recorded frames: each is given when the one before has been drawn, as a run would do.

/** @import { Listener, Message, Transport } from "../types.d.ts" */

/** Plays frames of a run that is over; it takes no commands. @implements {Transport} */
export class RecordedTransport {
  live = false;

  #closed = false;
  #frames;
  #listener;

  /** @param {AsyncIterable<ArrayBuffer>} frames
   * @param {Listener} listener */
  constructor(frames, listener) {
    this.#frames = frames[Symbol.asyncIterator]();
    this.#listener = listener;
    this.#next();
  }

  async #next() {
    const { done, value } = await this.#frames.next();
    if (!done && !this.#closed) this.#listener.frame(value);
  }

  /** Go on to the next frame once the last one is drawn. @param {Message} message */
  send({ op }) {
    if (op === "drawn" && !this.#closed) this.#next();
  }

  close() {
    this.#closed = true;
  }
}

/** Fetch a frame from an address; nothing, and a warning, where it can not be fetched.
 *
 * @param {string} address
 * @returns {AsyncGenerator<ArrayBuffer, void>} */
export async function* fetched(address) {
  try {
    const answer = await fetch(new URL(address, location.origin));
    if (answer.ok) yield await answer.arrayBuffer();
  } catch (error) {
    console.warn("The shipped run could not be fetched.", error);
  }
}
