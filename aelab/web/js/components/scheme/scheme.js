// Tells the script of a change of theme, so that finished figures are drawn again in its colours.

/** @import { Component } from "../../kit/types.d.ts" */

const EVERY = 400; // ms

/** @type {(component: Component<unknown>) => () => void} */
export default function watch({ parentElement, setTriggerValue }) {
  const style = getComputedStyle(parentElement);
  const background = () => style.getPropertyValue("--st-background-color");
  let last = background();
  const timer = setInterval(() => {
    if (background() === last) return;
    last = background();
    setTriggerValue("changed", last);
  }, EVERY);
  return () => clearInterval(timer);
}
