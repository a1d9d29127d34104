// @ts-nocheck
// What the page asks of a run that goes on: its rate, the score, and whether that is made flat,
// the sample that is seen from inside.

const VIEWS = { score: "scores", flat: "scores", sample: "maps" }; // whose layout says how it is

/** Carries the choices of Python's side to the run, once each. */
export class Options {
  constructor(lab) {
    this.lab = lab;
    this.renew();
  }

  /** Begin with another run: it may show another score than the one that is chosen. */
  renew() {
    this.settled = false;
  }

  /** Send what has changed since the last rerun. */
  follow(before) {
    const { data } = this.lab;
    if (data.rate !== before.rate) this.rate(data.rate);
    for (const name in VIEWS) if (data[name] !== before[name]) this.send(name);
  }

  /** Send a changed rate; a rate that was there at the first attach is the run's. */
  rate(rate) {
    if (!Number.isFinite(rate)) return;
    if (rate !== this.lab.store.header?.rate) this.lab.command("rate", rate);
  }

  /** Send a choice, if there is one. */
  send(name) {
    const value = this.lab.data[name];
    if (value === undefined || value === null || value === "") return null;
    return this.lab.command(name, value);
  }

  /** Send once what the first picture of a run shows otherwise than it is chosen. */
  settle() {
    const { lab } = this;
    if (this.settled || lab.stale || !lab.channel) return;
    this.settled = true;
    for (const [name, view] of Object.entries(VIEWS)) {
      const layout = lab.store.views.find((one) => one.name === view);
      if (!layout || lab.data[name] === layout[name]) continue;
      const id = this.send(name);
      if (id !== null) lab.feed.silent.add(id); // nobody pressed anything
    }
  }
}
