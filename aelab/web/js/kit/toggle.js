// A small button among a card's tools that is pressed or not, and redraws the card.

import { element } from "./text.js";

/** @import { Card } from "./types.d.ts" */

export class Toggle {
  on = false;

  /** Add a button; `changed` is called after a press.
   * @param {Card} card
   * @param {string} text
   * @param {{ label: string, title?: string }} words
   * @param {() => void} [changed] */
  constructor(card, text, { label, title = "" }, changed = () => {}) {
    const attributes = { type: "button", "aria-pressed": "false", "aria-label": label };
    this.button = element("button", "small", text, attributes);
    if (title) this.button.title = title;
    this.button.addEventListener("click", () => {
      this.on = !this.on;
      this.button.setAttribute("aria-pressed", String(this.on));
      changed();
      card.lab.request(card);
    });
    card.tools.append(this.button);
  }
}
