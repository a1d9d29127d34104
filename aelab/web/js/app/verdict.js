// The verdict: what was predicted, what was measured, in words and numbers.

import { findings } from "./findings.js";
import { prepare } from "../kit/series.js";
import { errorPlaces } from "../kit/readouts.js";
import { decimals, element, fixed, number, write } from "../kit/text.js";

/** @import { FrameStore, Fix, Header, Layout } from "./types.d.ts" */
/** @import { Lab } from "./live.js" */
/** @import { CurvesArrays, CurvesLayout } from "../kit/kinds.d.ts" */
/** @import { Get } from "../kit/types.d.ts" */
/** @typedef {ReturnType<typeof prepare> & { layout: Layout }} Losses */
/** @typedef {{ name: string, label: string, held: Float32Array }} Line */
/** @typedef {{ seconds: number, epoch: number }} Reached */
/** @typedef {[className: string, words: string]} Piece */

/** The card below the pictures. */
export class Verdict {
  /** @param {Lab} lab */
  constructor(lab) {
    this.lab = lab;
    this.node = element("section", "card verdict", "", { "aria-label": "Verdict" });
    this.word = element("strong", "word");
    this.sum = element("p", "sum");
    this.more = element("p", "more");
    this.findings = element("p", "findings", "", { role: "status" });
    this.message = element("span", "message", "", { role: "status" });
    this.caution = element("span", "caution", "", { role: "status" });
    this.look = element("span", "look");
    this.fix = element("button", "button fix", "", { type: "button" });
    this.fix.addEventListener("click", () => lab.actions.mend());
    this.more.append(this.message, this.caution, this.look);
    const text = element("div", "text");
    text.append(this.findings, this.sum, this.more);
    this.node.append(this.word, text, this.fix);
  }

  /** Say what was predicted and what was measured. */
  update() {
    const { data, store, runState, message, fix } = this.lab.now;
    const { preset } = data;
    const { header } = store;
    const losses = this.losses(store);
    const diverged = runState === "diverged";
    const target = finite(preset?.target);
    const reached = target === null ? null : this.reached(losses, header, target);
    this.say(diverged, target, reached);
    this.numbers(target, diverged ? null : reached, losses, header);
    write(this.findings, diverged ? "" : findings(store));
    this.findings.hidden = !this.findings.textContent;
    const note = [message || header?.message, data.note].filter(Boolean).join(" ");
    write(this.message, note && `${note} `);
    const caution = this.warning(header);
    write(this.caution, caution && `${caution} `);
    write(this.look, diverged ? "" : (preset?.look_for ?? ""));
    this.offer(diverged ? (fix ?? header?.fix ?? null) : null);
  }

  /** @param {boolean} diverged @param {number | null} target @param {Reached | null} reached */
  say(diverged, target, reached) {
    const measured = reached ? "✓ reached" : "not yet";
    const word = diverged ? "diverged" : target === null ? "" : measured;
    write(this.word, word);
    this.word.className = `word ${diverged ? "diverged" : reached ? "reached" : ""}`;
    this.word.hidden = !word;
  }

  /** Return what is to be feared of a run that is going on, unless something worse is said.
   *
   * @param {Header | null} header */
  warning(header) {
    const { stale, runState, message } = this.lab.now;
    if (stale || message || header?.message) return "";
    return ["running", "paused", "queued"].includes(runState) ? (header?.caution ?? "") : "";
  }

  /** @param {FrameStore} store @returns {Losses | null} */
  losses(store) {
    const layout = store.views.find((view) => view.kind === "curves" && view.objective);
    if (!layout) return null;
    /** @param {string} name */
    const get = (name) => store.get(`${layout.name}.${name}`);
    const typed = /** @type {Get<CurvesArrays>} */ (get);
    return { layout, ...prepare(/** @type {CurvesLayout} */ (layout), typed) };
  }

  /** Return {seconds, epoch} of the first held-out J at or below the target, or null.
   *
   * @param {Losses | null} losses
   * @param {Header | null} header
   * @param {number} target
   * @returns {Reached | null} */
  reached(losses, header, target) {
    const whole = losses?.lines[losses.lines.length - 1];
    if (!whole || !header) return null;
    const at = whole.held.findIndex((/** @type {number} */ value) => value <= target);
    if (losses && at >= 0) {
      const epoch = losses.heldSteps[at];
      const done = header.index / losses.perEpoch;
      return { epoch, seconds: done > 0 ? (header.seconds * epoch) / done : 0 };
    }
    const heldout = finite(header.heldout);
    if (heldout === null || heldout > target) return null;
    return { epoch: header.epoch, seconds: header.seconds };
  }

  /** Write prediction and measurement, or the sum of the terms.
   *
   * @param {number | null} target
   * @param {Reached | null} reached
   * @param {Losses | null} losses
   * @param {Header | null} header */
  numbers(target, reached, losses, header) {
    /** @type {Piece[]} */
    const parts = [];
    const unit = losses?.layout.unit ?? "";
    if (target !== null) {
      const limit = ` ≤ ${Number(target.toPrecision(6))}. `;
      parts.push(["", "Target: held-out "], quantity(losses, header), ["", limit]);
    }
    parts.push(...this.measured(losses, header, target === null, unit));
    if (reached) {
      const { seconds, epoch } = reached;
      const unitOfTime = losses?.layout.per_epoch ? "epoch" : "step";
      const when = `${number(seconds, 2)} s, ${unitOfTime} ${number(epoch, 2)}`;
      parts.push(["soft", `, reached after ${when}`]);
    }
    const text = parts.map(([, words]) => words).join("");
    if (this.sum.textContent === text) return;
    this.sum.replaceChildren(...parts.map(([name, words]) => element("span", name, words)));
  }

  /** @param {Losses | null} losses
   * @param {Header | null} header
   * @param {boolean} alone
   * @param {string} unit
   * @returns {Piece[]} */
  measured(losses, header, alone, unit) {
    const lines = /** @type {Line[]} */ (losses?.lines ?? []);
    const final = header?.final ?? null;
    const held = final ? summed(final.terms) : lines.map((line) => line.held[line.held.length - 1]);
    const measured = finite(header?.heldout ?? held[held.length - 1]);
    if (measured === null) {
      return [["soft", alone ? "Held-out numbers appear here." : "Nothing measured yet."]];
    }
    const head = alone && minimised(header) ? "Held-out: " : "Measured: ";
    const tail = ` ${unit}${samples(header)}`;
    const texts = written(held, finite(final?.error));
    const whole = final ? texts[texts.length - 1] : number(measured);
    if (!minimised(header)) {
      if (lines.length > 1) return several(head, lines, held, tail);
      return [["", head], quantity(losses, header), ["", ` ${whole}${tail}`]];
    }
    const terms = lines.length > 1 && held.every(Number.isFinite);
    if (!losses || !terms || (!final && this.aged(losses, measured))) {
      return [["", head], ["maths", "J"], ["", ` = ${whole}${tail}`]];
    }
    const pieces = lines.slice(0, -1).flatMap(({ name, label }, i) => /** @type {Piece[]} */ ([
      ["", i ? " + " : head],
      [name === "reconstruction" ? "blue" : "warm", `${label} ${texts[i]}`],
    ]));
    return [...pieces, ["", " = "], ["maths", "J"], ["", ` ${texts[texts.length - 1]}${tail}`]];
  }

  /** Tell whether the terms may be old: the picture that they come with is not on the page.
   *
   * @param {Losses} losses
   * @param {number} measured */
  aged({ layout, lines }, measured) {
    if (this.lab.cards.shown.includes(layout.name)) return false;
    const { held } = lines[lines.length - 1];
    return Math.abs(held[held.length - 1] - measured) > 1e-3 * Math.abs(measured);
  }

  /** @param {Fix | null} fix */
  offer(fix) {
    this.fix.hidden = !fix;
    if (fix) write(this.fix, fix.label ?? "");
  }
}

/** Return a number, null where it is missing or not finite. @param {number | null} [value] */
function finite(value) {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** Tell whether the model minimises what is plotted; some only follow a rule.
 *
 * @param {Header | null} header */
function minimised(header) {
  return header?.minimises !== false;
}

/** Return the name of what is measured, with its class: J, or the term where there is no J.
 *
 * @param {Losses | null} losses
 * @param {Header | null} header
 * @returns {Piece} */
function quantity(losses, header) {
  if (minimised(header)) return ["maths", "J"];
  return ["blue", losses?.lines[0]?.label ?? "reconstruction"];
}

/** Return losses that have no sum, such as those of two networks against each other.
 *
 * @param {string} head
 * @param {Line[]} lines
 * @param {number[]} held
 * @param {string} tail
 * @returns {Piece[]} */
function several(head, lines, held, tail) {
  const each = lines.map(({ label }, i) => `${label} ${number(held[i])}`);
  return [["", `${head}${each.join(", ")}${tail}`]];
}

/** Return how many of the held-out samples the numbers are of, in brackets.
 *
 * @param {Header | null} header */
function samples(header) {
  const [shown, every] = header?.heldout_samples ?? [0, 0];
  if (!every) return "";
  const some = header?.final || shown === every ? "all" : `${count(shown)} of`;
  return ` (${some} ${count(every)} samples)`;
}

/** @param {number} n */
function count(n) {
  return n.toLocaleString("en-GB");
}

/** Return terms with their sum after them, if there are several.
 *
 * @param {number[]} terms */
function summed(terms) {
  return terms.length > 1 ? [...terms, terms.reduce((a, b) => a + b, 0)] : terms;
}

/** Return values as texts, the last with its standard error if there is one.
 *
 * @param {number[]} values
 * @param {number | null} error */
function written(values, error) {
  const { length } = values;
  if (error === null || !length) return rounded(values, decimals(values[length - 1]) + 1);
  const places = Math.min(errorPlaces(error), 6);
  const texts = rounded(values, places);
  return [...texts.slice(0, -1), `${texts[length - 1]} ± ${fixed(error, places)}`];
}

/** Return texts that add up as shown: rounding may move the last term by one in its last place.
 *
 * @param {number[]} values
 * @param {number} places */
function rounded(values, places) {
  if (values.length < 2) return values.map((value) => fixed(value, places));
  const whole = values.map((value) => Math.round(value * 10 ** places));
  const last = values.length - 2;
  whole[last] = whole[last + 1] - whole.slice(0, last).reduce((a, b) => a + b, 0);
  return whole.map((value) => fixed(value / 10 ** places, places));
}
