// @ts-nocheck
// A small button among a card's tools that is pressed or not, and draws the card anew.

import { element } from "./text.js";

export class Toggle {
  on = false;

  /** Offer a button; `changed` is called when it has been pressed. */
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
