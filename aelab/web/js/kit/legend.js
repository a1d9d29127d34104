// The legend of classes: a click hides or shows a class in every card.

import { classColour } from "./palette.js";
import { element } from "./text.js";

/** @import { Card } from "./types.d.ts" */

/** Fill the foot of a card with one button per class. */
export class Legend {
  names = "";
  /** @type {HTMLElement[]} */
  buttons = [];
  /** @type {Uint8Array | null} */
  labels = null;

  /**
   * @param {Card} card
   * @param {...HTMLElement} extra
   */
  constructor(card, ...extra) {
    this.card = card;
    this.extra = extra; // other keys of the picture, after the classes
    this.node = element("div", "legend", "", { role: "group", "aria-label": "Classes" });
    this.node.append(...extra);
    card.foot.append(this.node);
  }

  /** Show the names of the classes that samples have.
   * @type {(names: string[], labels: Uint8Array | null) => void} */
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
      const present = new Set(labels);
      this.buttons.forEach((button, index) => (button.hidden = !present.has(index)));
    }
    this.buttons.forEach((button, index) => {
      button.setAttribute("aria-pressed", String(!lab.hidden.has(index)));
    });
  }

  /** @type {(name: string, index: number) => HTMLElement} */
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
