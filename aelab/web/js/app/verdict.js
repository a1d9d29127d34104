// @ts-nocheck
// The verdict: what was predicted, what was measured, in words and numbers.

import { findings } from "./findings.js";
import { prepare } from "../kit/series.js";
import { decimals, element, fixed, number, write } from "../kit/text.js";

/** The card below the pictures. */
export class Verdict {
  constructor(lab) {
    this.lab = lab;
    this.node = element("section", "card verdict", "", { "aria-label": "Verdict" });
    this.word = element("strong", "word");
    this.sum = element("p", "sum");
    this.more = element("p", "more");
    this.found = element("p", "found", "", { role: "status" });
    this.message = element("span", "message", "", { role: "status" });
    this.caution = element("span", "caution", "", { role: "status" });
    this.look = element("span", "look");
    this.fix = element("button", "button fix", "", { type: "button" });
    this.fix.addEventListener("click", () => lab.actions.mend());
    this.more.append(this.message, this.caution, this.look);
    const text = element("div", "text");
    text.append(this.found, this.sum, this.more);
    this.node.append(this.word, text, this.fix);
  }

  /** Say how things stand. */
  update() {
    const { lab } = this;
    const preset = lab.data.preset;
    const header = lab.store.header;
    const losses = this.losses(lab.store);
    const diverged = lab.state === "diverged";
    const target = Number.isFinite(preset?.target) ? preset.target : null;
    const reached = target === null ? null : this.reached(losses, header, target);
    this.say(diverged, target, reached);
    this.numbers(target, diverged ? null : reached, losses, header);
    write(this.found, diverged ? "" : findings(lab.store));
    this.found.hidden = !this.found.textContent;
    const note = [lab.message || header?.message, lab.data.note].filter(Boolean).join(" ");
    write(this.message, note && `${note} `);
    const caution = this.warning(header);
    write(this.caution, caution && `${caution} `);
    write(this.look, diverged ? "" : (preset?.look_for ?? ""));
    this.offer(diverged ? (lab.fix ?? header?.fix) : null);
  }

  say(diverged, target, reached) {
    const word = diverged ? "diverged" : target === null ? "" : reached ? "✓ reached" : "not yet";
    write(this.word, word);
    this.word.className = `word ${diverged ? "diverged" : reached ? "reached" : ""}`;
    this.word.hidden = !word;
  }

  /** Return what is to be feared of a run that is going on, unless something worse is said. */
  warning(header) {
    const { stale, state, message } = this.lab;
    if (stale || message || header?.message) return "";
    return ["running", "paused", "queued"].includes(state) ? (header?.caution ?? "") : "";
  }

  losses(store) {
    const curves = store.views.filter(({ kind }) => kind === "curves");
    const layout = curves.find(({ name }) => name === "loss") ?? curves[0];
    if (!layout) return null;
    return { layout, ...prepare(layout, (name) => store.get(`${layout.name}.${name}`)) };
  }

  /** Return {seconds, epoch} of the first held-out J at or below the target, or null. */
  reached(losses, header, target) {
    const whole = losses?.lines[losses.lines.length - 1];
    if (!whole || !header) return null;
    const at = whole.held.findIndex((value) => value <= target);
    if (at >= 0) {
      const epoch = losses.heldSteps[at];
      const done = header.index / losses.perEpoch;
      return { epoch, seconds: done > 0 ? (header.seconds * epoch) / done : 0 };
    }
    if (!(Number.isFinite(header.heldout) && header.heldout !== null)) return null;
    return header.heldout <= target ? { epoch: header.epoch, seconds: header.seconds } : null;
  }

  /** Write prediction and measurement, or the sum of the terms. */
  numbers(target, reached, losses, header) {
    const parts = [];
    const unit = losses?.layout.unit ?? "";
    if (target !== null) {
      const limit = ` ≤ ${Number(target.toPrecision(6))}. `;
      parts.push(["", "Predicted: held-out "], quantity(losses, header), ["", limit]);
    }
    parts.push(...this.measured(losses, header, target === null, unit));
    if (reached) {
      const { seconds, epoch } = reached;
      const count = losses?.layout.per_epoch ? "epoch" : "step";
      const when = `${number(seconds, 2)} s, ${count} ${number(epoch, 2)}`;
      parts.push(["soft", `, reached after ${when}`]);
    }
    const text = parts.map(([, words]) => words).join("");
    if (this.sum.textContent === text) return;
    this.sum.replaceChildren(...parts.map(([name, words]) => element("span", name, words)));
  }

  measured(losses, header, alone, unit) {
    const lines = losses?.lines ?? [];
    const held = lines.map((line) => line.held[line.held.length - 1]);
    const measured = header?.heldout ?? held[held.length - 1];
    if (!Number.isFinite(measured)) {
      return [["soft", alone ? "Held-out numbers appear here." : "Nothing measured yet."]];
    }
    const head = alone && minimised(header) ? "Held-out: " : "Measured: ";
    if (!minimised(header)) {
      if (lines.length > 1) return several(head, lines, held, unit);
      return [["", head], quantity(losses, header), ["", ` ${number(measured)} ${unit}`]];
    }
    if (lines.length < 2 || !held.every(Number.isFinite) || this.aged(losses, measured)) {
      return [["", head], ["maths", "J"], ["", ` = ${number(measured)} ${unit}`]];
    }
    const texts = rounded(held);
    const terms = lines.slice(0, -1).flatMap(({ name, label }, i) => [
      ["", i ? " + " : head],
      [name === "reconstruction" ? "blue" : "warm", `${label} ${texts[i]}`],
    ]);
    const sum = texts[texts.length - 1];
    return [...terms, ["", " = "], ["maths", "J"], ["", ` ${sum} ${unit}`]];
  }

  /** Tell whether the terms may be old: the picture that they come with is not on the page. */
  aged({ layout, lines }, measured) {
    if (this.lab.cards.shown.includes(layout.name)) return false;
    const { held } = lines[lines.length - 1];
    return Math.abs(held[held.length - 1] - measured) > 1e-3 * Math.abs(measured);
  }

  offer(fix) {
    this.fix.hidden = !fix;
    if (fix) write(this.fix, fix.label ?? "");
  }
}

/** Tell whether the model minimises what is plotted; some only follow a rule. */
function minimised(header) {
  return header?.minimises !== false;
}

/** Return the name of what is measured, with its class: J, or the term where there is no J. */
function quantity(losses, header) {
  if (minimised(header)) return ["maths", "J"];
  return ["blue", losses?.lines[0]?.label ?? "reconstruction"];
}

/** Return losses that have no sum, such as those of two networks against each other. */
function several(head, lines, held, unit) {
  const each = lines.map(({ label }, i) => `${label} ${number(held[i])}`);
  return [["", `${head}${each.join(", ")} ${unit}`]];
}

/** Return texts that add up as shown: rounding may move the last term by one in its last place. */
function rounded(values) {
  const places = decimals(values[values.length - 1]) + 1;
  const whole = values.map((value) => Math.round(value * 10 ** places));
  const last = values.length - 2;
  whole[last] = whole[last + 1] - whole.slice(0, last).reduce((a, b) => a + b, 0);
  return whole.map((value) => fixed(value / 10 ** places, places));
}
