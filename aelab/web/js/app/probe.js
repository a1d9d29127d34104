// What the run makes of a sample or of a code: the newest question first, never a queue of them.

/** @import { ProbeAnswer, Question } from "./types.d.ts" */
/** @import { Lab } from "./live.js" */

const PATIENCE = 1500; // ms after which an answer is no longer waited for
const PAUSE = 3000; // ms without questions after a run could not answer
const REMEMBERED = 80; // answers remembered of a picture that stands still
const AT_ONCE = { sample: 1, code: 2 }; // questions not yet answered, at most

/** A sample and its reconstruction, or what decodes at a code: bytes of images, or numbers.
 *
 * @typedef {object} Decoded
 * @property {boolean} image
 * @property {ArrayLike<number> | null} x
 * @property {ArrayLike<number> | null} xHat */

/** @typedef {(answer: Decoded) => void} Show */

export class Probe {
  /** Questions not yet answered, by the number of their command.
   *
   * @type {Map<number, {what: Question, since: number, frame: number | null}>} */
  #open = new Map();
  /** @type {Map<string, Decoded>} Answers by question. */
  #answers = new Map();
  /** @type {number | null} The picture that the answers belong to. */
  #answersOf = null;
  #deafUntil = 0;
  #count = 0; // answers so far
  /** @type {Question | null} What the pointer rests on. */
  #what = null;
  /** @type {Question | null} What is to be asked next. */
  #wanted = null;
  /** @type {Show | null} */
  #show = null;

  /** @param {Lab} lab */
  constructor(lab) {
    this.lab = lab;
    lab.root.dataset.probes = "0";
  }

  /** Start over, for another run. */
  forget() {
    this.#open.clear();
    this.#answers.clear();
    this.#deafUntil = 0;
    this.quiet();
  }

  /** Tell whether there is a run that answers. */
  get ready() {
    const { live, linked, stale, runState } = this.lab.now;
    const there = live && linked && !stale && runState !== "queued";
    return there && performance.now() >= this.#deafUntil;
  }

  /** Ask for {sample} or {code}; `show` is called with each answer until another is asked for.
   *
   * @param {Question} what
   * @param {Show} show */
  ask(what, show) {
    this.#what = what;
    this.#show = show;
    const answer = this.recall(what);
    if (answer) {
      this.#wanted = null;
      show(answer);
    } else if (this.ready) {
      this.#wanted = what;
      this.pump();
    }
  }

  /** Ask the same again: the run has moved on. */
  again() {
    if (this.#what && this.#show && this.ready) this.ask(this.#what, this.#show);
  }

  /** Want nothing more. */
  quiet() {
    this.#what = this.#wanted = this.#show = null;
  }

  pump() {
    const now = performance.now();
    for (const [id, { since }] of this.#open) if (now - since > PATIENCE) this.#open.delete(id);
    const what = this.#wanted;
    if (!what) return;
    const kind = what.code ? "code" : "sample";
    if (this.#open.size >= AT_ONCE[kind]) return;
    const id = this.lab.command("probe", what);
    this.#open.set(id, { what, since: now, frame: this.frame });
    this.#wanted = null;
  }

  /** Take the answer to a question of ours; returns whether it was one.
   *
   * @param {number} id
   * @param {ProbeAnswer} [probe] */
  answer(id, probe) {
    const asked = this.#open.get(id);
    if (!asked) return false;
    this.#open.delete(id);
    if (probe && !("x_hat" in probe)) {
      this.#answers.delete(JSON.stringify(asked.what)); // nothing that can be shown
    } else if (probe) {
      this.lab.root.dataset.probes = String(++this.#count);
      this.keep(asked, probe);
      const { code, sample } = this.#what ?? {};
      const same = asked.what.code ? code : asked.what.sample === sample;
      if (same) this.#show?.(read(probe));
    } else {
      this.#deafUntil = performance.now() + PAUSE;
    }
    this.pump();
    return true;
  }

  /** The picture that an answer belongs to; null while the run moves. */
  get frame() {
    const { runState, store } = this.lab.now;
    return runState === "running" ? null : (store.header?.seq ?? null);
  }

  /** Remember an answer as long as the picture stands still.
   *
   * @param {{what: Question, frame: number | null}} asked
   * @param {ProbeAnswer} probe */
  keep({ what, frame }, probe) {
    if (frame === null || frame !== this.frame) return;
    if (this.#answersOf !== frame || this.#answers.size >= REMEMBERED) this.#answers.clear();
    this.#answersOf = frame;
    this.#answers.set(JSON.stringify(what), read(probe));
  }

  /** @param {Question} what */
  recall(what) {
    if (this.frame === null || this.#answersOf !== this.frame) return null;
    return this.#answers.get(JSON.stringify(what)) ?? null;
  }
}

/** Return an answer with its samples as arrays: bytes of an image, or numbers.
 *
 * @param {ProbeAnswer} probe
 * @returns {Decoded} */
function read({ image = false, x, x_hat: xHat }) {
  return { image, x: values(x), xHat: values(xHat) };
}

/** @param {string | number[] | null} [given] */
function values(given) {
  if (typeof given !== "string") return given?.map(Number) ?? null;
  return Uint8Array.from(atob(given), (byte) => byte.charCodeAt(0));
}
