// @ts-nocheck
// What buttons and keys do: over the WebSocket where a run is there, else through Python.

import { copy } from "./share.js";

const ANSWER = 3000; // ms that Python has for starting another run
const FLASH = 2000; // ms that a confirmation stays

export class Actions {
  constructor(lab) {
    this.lab = lab;
  }

  /** Do what a button or a key asks; returns whether it meant anything. */
  act(does) {
    const { lab } = this;
    const { playbar } = lab;
    const act = {
      play: () => this.play(),
      step: () => !playbar.step.disabled && this.order("step"),
      reset: () => !playbar.reset.disabled && this.order("reset"),
      stop: () => !playbar.stop.disabled && this.order("stop"),
      seed: () => this.pull("seed", Date.now()),
      share: () => this.share(),
      help: () => this.toggleHelp(),
      unpin: () => lab.picked >= 0 && lab.pick(lab.picked),
    }[does];
    return act() !== false;
  }

  order(op) {
    this.lab.command(op);
    return true;
  }

  play() {
    const { channel, state } = this.lab;
    if (!channel) return this.pull("play", Date.now());
    return this.order(state === "running" || state === "queued" ? "pause" : "play");
  }

  /** Ask Python for another run, once: until it answers, or three seconds have passed. */
  pull(name, value) {
    const { lab } = this;
    if (lab.asking) return true;
    lab.trigger?.(name, value);
    lab.asking = setTimeout(() => this.answered(), ANSWER);
    lab.refresh();
    return true;
  }

  answered() {
    clearTimeout(this.lab.asking);
    this.lab.asking = null;
    this.lab.refresh();
  }

  /** Start over as the run that diverged advises. */
  mend() {
    const fix = this.lab.fix ?? this.lab.store.header?.fix;
    if (fix) this.pull("fix", { rate: fix.rate });
  }

  async share() {
    const { lab } = this;
    const link = new URL(lab.data.share || location.search || "", location.href).href;
    const done = await copy(link);
    const changed = lab.store.header?.changes?.length > 0;
    const copied = changed ? "modified while running" : "link copied";
    this.flash(done ? copied : "copying is blocked", done);
    clearTimeout(this.flashing);
    this.flashing = setTimeout(() => this.flash("", false), FLASH);
  }

  flash(words, done) {
    this.lab.flash = words;
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
    clearTimeout(this.flashing);
  }
}
