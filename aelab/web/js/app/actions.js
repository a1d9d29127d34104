// What buttons and keys do: over the WebSocket where a run is there, else through Python.

import { copy } from "./share.js";

/** @import { Lab } from "./live.js" */
/** @typedef {"play" | "step" | "reset" | "stop" | "seed" | "share" | "help" | "unpin"} Does */

const ANSWER = 3000; // ms that Python has for starting another run
const FLASH = 2000; // ms that a confirmation stays

export class Actions {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #asking;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #flashing;

  /** @param {Lab} lab */
  constructor(lab) {
    this.lab = lab;
  }

  /** Do what a button or a key asks; returns whether it meant anything. @param {Does} does */
  act(does) {
    const { lab } = this;
    const { playbar } = lab;
    /** @type {Record<Does, () => unknown>} */
    const all = {
      play: () => this.play(),
      step: () => !playbar.step.disabled && this.order("step"),
      reset: () => !playbar.reset.disabled && this.order("reset"),
      stop: () => !playbar.stop.disabled && this.order("stop"),
      seed: () => this.pull("seed", Date.now()),
      share: () => this.share(),
      help: () => this.toggleHelp(),
      unpin: () => (lab.now.picked >= 0 ? lab.pick(lab.now.picked) : false),
    };
    return all[does]() !== false;
  }

  /** @param {"play" | "pause" | "step" | "stop" | "reset"} op */
  order(op) {
    this.lab.command(op);
    return true;
  }

  play() {
    const { live, runState } = this.lab.now;
    if (!live) return this.pull("play", Date.now());
    return this.order(runState === "running" || runState === "queued" ? "pause" : "play");
  }

  /** Ask Python for another run, once: until it answers, or three seconds have passed.
   *
   * @param {string} name
   * @param {unknown} value */
  pull(name, value) {
    const { lab } = this;
    if (lab.now.asking) return true;
    lab.trigger(name, value);
    lab.page.setAsking(true);
    this.#asking = setTimeout(() => {
      this.settle();
      lab.refresh();
    }, ANSWER);
    lab.refresh();
    return true;
  }

  /** Python has answered, or is no longer waited for. */
  settle() {
    clearTimeout(this.#asking);
    this.lab.page.setAsking(false);
  }

  /** Start over as the run that diverged advises. */
  mend() {
    const { now } = this.lab;
    const fix = now.fix ?? now.store.header?.fix;
    if (fix) this.pull("fix", { rate: fix.rate });
  }

  async share() {
    const { data, store } = this.lab.now;
    const link = new URL(data.share || location.search || "", location.href).href;
    const done = await copy(link);
    const changed = (store.header?.changes?.length ?? 0) > 0;
    const copied = changed ? "modified while running" : "link copied";
    this.flash(done ? copied : "copying is blocked", done);
    clearTimeout(this.#flashing);
    this.#flashing = setTimeout(() => this.flash("", false), FLASH);
  }

  /** @param {string} words @param {boolean} done */
  flash(words, done) {
    this.lab.page.setFlash(words);
    this.lab.playbar.copied(done);
    this.lab.refresh();
  }

  toggleHelp() {
    const { help } = this.lab;
    if (help.open) help.close();
    else help.showModal();
    return true;
  }

  close() {
    clearTimeout(this.#flashing);
    clearTimeout(this.#asking);
  }
}
