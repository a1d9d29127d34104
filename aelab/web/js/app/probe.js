// @ts-nocheck
// What the run makes of a sample or of a code: the newest question first, never a queue of them.

const PATIENCE = 1500; // ms after which an answer is no longer waited for
const PAUSE = 3000; // ms without questions after a run could not answer
const KEPT = 80; // answers kept of a picture that stands still
const AT_ONCE = { sample: 1, code: 2 }; // questions not yet answered, at most

export class Probe {
  constructor(lab) {
    this.lab = lab;
    this.lab.root.dataset.probes = this.count = 0; // answers so far
    this.forget();
  }

  /** Start over, for another run. */
  forget() {
    this.open = new Map(); // id → {what, since}
    this.kept = new Map();
    this.deafUntil = 0;
    this.quiet();
  }

  /** Tell whether there is a run that answers. */
  get ready() {
    const { channel, linked, stale, state } = this.lab;
    const there = channel && linked && !stale && state !== "queued";
    return Boolean(there) && performance.now() >= this.deafUntil;
  }

  /** Ask for {sample} or {code}; `show` is called with each answer until another is asked for. */
  ask(what, show) {
    Object.assign(this, { what, show });
    const known = this.recall(what);
    if (known) {
      this.wanted = null;
      show(known);
    } else if (this.ready) {
      this.wanted = what;
      this.pump();
    }
  }

  /** Ask the same again: the run has moved on. */
  again() {
    if (this.what && this.ready) this.ask(this.what, this.show);
  }

  /** Want nothing more. */
  quiet() {
    this.what = this.wanted = this.show = null;
  }

  pump() {
    const now = performance.now();
    for (const [id, { since }] of this.open) if (now - since > PATIENCE) this.open.delete(id);
    if (!this.wanted) return;
    const kind = this.wanted.code ? "code" : "sample";
    if (this.open.size >= AT_ONCE[kind]) return;
    const id = this.lab.command("probe", this.wanted);
    this.open.set(id, { what: this.wanted, since: now, frame: this.frame });
    this.wanted = null;
  }

  /** Take the answer to a question of ours; returns whether it was one. */
  answer(id, probe) {
    const asked = this.open.get(id);
    if (!asked) return false;
    this.open.delete(id);
    if (probe && !("x_hat" in probe)) {
      this.kept.delete(JSON.stringify(asked.what)); // nothing that can be shown
    } else if (probe) {
      this.lab.root.dataset.probes = ++this.count;
      this.keep(asked, probe);
      const same = asked.what.code ? this.what?.code : asked.what.sample === this.what?.sample;
      if (same) this.show?.(read(probe));
    } else {
      this.deafUntil = performance.now() + PAUSE;
    }
    this.pump();
    return true;
  }

  /** The picture that an answer belongs to; null while the run moves. */
  get frame() {
    const { state, store } = this.lab;
    return state === "running" ? null : (store.header?.seq ?? null);
  }

  keep({ what, frame }, probe) {
    if (frame === null || frame !== this.frame) return;
    if (this.keptOf !== frame || this.kept.size >= KEPT) this.kept.clear();
    this.keptOf = frame;
    this.kept.set(JSON.stringify(what), read(probe));
  }

  recall(what) {
    if (this.frame === null || this.keptOf !== this.frame) return null;
    return this.kept.get(JSON.stringify(what)) ?? null;
  }
}

/** Return an answer with its samples as arrays: bytes of an image, or numbers. */
function read({ sample, z, image, x, x_hat: xHat }) {
  const values = (given) => {
    if (given === null || given === undefined) return null;
    return image ? Uint8Array.from(atob(given), (c) => c.charCodeAt(0)) : given.map(Number);
  };
  return { sample, z: z ?? [], image: Boolean(image), x: values(x), xHat: values(xHat) };
}
