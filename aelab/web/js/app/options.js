// Options that Python chooses for a run that goes on: its rate, the score, whether that is
// decorrelated, and the sample that is seen from inside.

/** @import { Lab } from "./live.js" */
/** @import { PageData } from "./types.d.ts" */

/** Options; the header of a frame says which values are in force. */
const NAMES = /** @type {const} */ (["score", "flat", "sample"]);
/** @typedef {typeof NAMES[number]} Name */

/** Sends the options that Python chose to the run, once each. */
export class Options {
  #settled = false;

  /** @param {Lab} lab */
  constructor(lab) {
    this.lab = lab;
  }

  /** Begin with another run: it may show another score than the one that is chosen. */
  renew() {
    this.#settled = false;
  }

  /** Send what has changed since the last rerun. @param {PageData} before */
  follow(before) {
    const { data } = this.lab.now;
    if (data.rate !== before.rate) this.#rate(data.rate);
    for (const name of NAMES) if (data[name] !== before[name]) this.#send(name);
  }

  /** Send a changed rate; a rate that was there at the first attach is the run's.
   *
   * @param {number | null | undefined} rate */
  #rate(rate) {
    if (typeof rate !== "number" || !Number.isFinite(rate)) return;
    if (rate !== this.lab.now.store.header?.rate) this.lab.command("rate", rate);
  }

  /** Send an option, if it is chosen. @param {Name} name */
  #send(name, silent = false) {
    const value = this.lab.now.data[name];
    if (value === undefined || value === null || value === "") return;
    this.lab.feed.command(name, value, silent);
  }

  /** Send once what the first picture of a run shows otherwise than it is chosen. */
  settle() {
    const { stale, live, store, data } = this.lab.now;
    if (this.#settled || stale || !live) return;
    this.#settled = true;
    const current = store.header?.options; // a frame stored before options were told has none
    for (const name of NAMES) {
      const differs = !current || (name in current && data[name] !== current[name]);
      if (differs) this.#send(name, true); // nobody pressed anything
    }
  }
}
