// @ts-nocheck
// The legend of classes: a click hides or shows one, in every card at once.

import { classColour } from "./palette.js";
import { element } from "./text.js";

/** Fill the foot of a card with one button per class. */
export class Legend {
  constructor(card, ...extra) {
    this.card = card;
    this.extra = extra; // other marks of the picture, after the classes
    this.node = element("div", "legend", "", { role: "group", "aria-label": "Classes" });
    this.node.append(...extra);
    card.foot.append(this.node);
    this.names = "";
  }

  /** Show these class names, without those that no sample has. */
  update(names, labels) {
    const { lab } = this.card;
    if (names.join() !== this.names) {
      if (this.names) lab.showClasses();
      this.names = names.join();
      this.buttons = names.map((name, index) => this.button(name, index));
      this.node.replaceChildren(...this.buttons, ...this.extra);
    }
    if (labels && labels !== this.labels) {
      this.labels = labels;
      const there = new Set(labels);
      this.buttons?.forEach((button, index) => (button.hidden = !there.has(index)));
    }
    this.buttons?.forEach((button, index) => {
      button.setAttribute("aria-pressed", String(!lab.hidden.has(index)));
    });
  }

  button(name, index) {
    const { lab } = this.card;
    const button = element("button", "class", "", {
      type: "button",
      title: `Show or hide ${name}`,
      "aria-label": `Class ${name}`,
      "data-class": index,
    });
    const mark = element("i", "dot");
    mark.style.setProperty("--mark", classColour(index));
    button.append(mark, element("span", "", name));
    button.addEventListener("click", () => lab.toggleClass(index));
    return button;
  }
}
