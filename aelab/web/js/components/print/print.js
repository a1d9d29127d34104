// @ts-nocheck
// A button that prints the page.

export default function print({ parentElement }) {
  const button = parentElement.querySelector("button");
  const act = () => window.print();
  button.addEventListener("click", act);
  return () => button.removeEventListener("click", act);
}
