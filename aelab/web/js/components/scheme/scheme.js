// @ts-nocheck
// Tells the script of a change of theme, so that finished figures are drawn anew in its colours.

const EVERY = 400; // ms

export default function watch({ parentElement, setTriggerValue }) {
  const style = getComputedStyle(parentElement);
  const ground = () => style.getPropertyValue("--st-background-color");
  let last = ground();
  const timer = setInterval(() => {
    if (ground() === last) return;
    last = ground();
    setTriggerValue("changed", last);
  }, EVERY);
  return () => clearInterval(timer);
}
