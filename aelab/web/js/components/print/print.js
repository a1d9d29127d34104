// A button that prints the page.

/** @type {(component: { parentElement: HTMLElement }) => () => void} */
export default function print({ parentElement }) {
  const button = parentElement.querySelector("button");
  const act = () => window.print();
  button?.addEventListener("click", act);
  return () => button?.removeEventListener("click", act);
}
