// The state of the page: one object, read everywhere, changed by the methods of one class only.

import { Store } from "../kit/frame.js";

/** @import { Frame, News, PageData, PageFields, Pair } from "./types.d.ts" */

const CUT = 0.1; // the share of normal samples above the threshold at first

/** Return the state of a page that has not heard of a run. @returns {PageFields} */
function initial() {
  return {
    data: {},
    store: new Store(),
    runState: "idle",
    live: false,
    linked: false,
    stale: true,
    told: false,
    queue: 0,
    message: "",
    fix: null,
    asking: false,
    flash: "",
    picked: -1,
    hovered: -1,
    decoded: null,
    pinned: null,
    hidden: new Set(),
    cut: CUT,
    acknowledged: 0,
    frames: 0,
  };
}

/** Holds the state, and changes it. It draws nothing and talks to nobody. */
export class PageState {
  #now = Object.freeze(initial());

  /** The state as it is now; a later change makes another object. */
  get now() {
    return this.#now;
  }

  /** @param {Partial<PageFields>} part */
  #change(part) {
    this.#now = Object.freeze({ ...this.#now, ...part });
  }

  /** Take the data of a rerun. @param {PageData} data */
  rerun(data) {
    this.#change({ data });
  }

  /** Look at another run, or at a recording; the last picture stays until the first frame. */
  openRun() {
    this.#change({
      runState: "idle",
      live: false,
      stale: true,
      told: false,
      queue: 0,
      message: "",
      fix: null,
      picked: -1,
      hovered: -1,
      pinned: null,
    });
  }

  /** A run is there that obeys commands: its first connection is not a reconnection. */
  connect() {
    this.#change({ live: true, linked: true });
  }

  /** The connection went down, or is up again. @param {boolean} linked */
  setLinked(linked) {
    this.#change({ linked });
  }

  /** The run does not exist any longer. @param {string} message */
  loseRun(message) {
    this.#change({ live: false, runState: "idle", queue: 0, message });
  }

  /** Take a frame in; the first one of a run replaces what was drawn. @param {Frame} frame */
  takeFrame(frame) {
    const { stale, told, runState } = this.#now;
    const { header } = frame;
    if (stale) this.#change({ store: new Store(), stale: false });
    this.#now.store.take(frame);
    if (!told) this.#change({ runState: header.state ?? runState });
  }

  /** Take the state that a run tells. @param {News} news */
  takeState({ state, queue }) {
    this.#change({ told: true, runState: state || this.#now.runState, queue: queue ?? 0 });
  }

  /** Take what a run says with its state. @param {News} news */
  takeWords({ message, fix }) {
    this.#change({ message: message ?? "", fix: fix ?? null });
  }

  /** Count an acknowledgement of a command that a person gave. */
  acknowledge() {
    this.#change({ acknowledged: this.#now.acknowledged + 1 });
  }

  /** Python has been asked for something, or has answered. @param {boolean} asking */
  setAsking(asking) {
    this.#change({ asking });
  }

  /** Confirm something in the bar; an empty text ends it. @param {string} flash */
  setFlash(flash) {
    this.#change({ flash });
  }

  /** Pin a sample, or release it when it is the pinned one. @param {number} index */
  pick(index) {
    this.#change({ picked: this.#now.picked === index ? -1 : index, pinned: null });
  }

  /** Keep the pinned sample that no picture has. @param {PageFields["pinned"]} pinned */
  pin(pinned) {
    this.#change({ pinned });
  }

  /** Mark a sample, −1 for none; returns whether it is another one. @param {number} index */
  point(index) {
    if (this.#now.hovered === index) return false;
    this.#change({ hovered: index });
    return true;
  }

  /** Mark a sample and its reconstruction, or what decodes at a code.
   *
   * @param {Pair | null} decoded */
  decode(decoded) {
    this.#change({ decoded });
  }

  /** Move the threshold to where this share of the normal samples is above it.
   *
   * Returns whether it moved. A share that is not positive changes nothing.
   *
   * @param {number} share */
  setCut(share) {
    if (!(share > 0) || share === this.#now.cut) return false;
    this.#change({ cut: Math.min(1, share) });
    return true;
  }

  /** Hide a class, or show it again. @param {number} index */
  toggleClass(index) {
    const hidden = new Set(this.#now.hidden);
    if (!hidden.delete(index)) hidden.add(index);
    this.#change({ hidden });
  }

  /** Show all classes. */
  showClasses() {
    this.#change({ hidden: new Set() });
  }

  /** Count a frame that has been drawn. */
  countFrame() {
    this.#change({ frames: this.#now.frames + 1 });
  }
}
