// Numbers as text, and small elements. A number that is not finite is a dash.

const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";
const THIN = "\u202f"; // narrow space between groups of three digits

/** Return a number with about `digits` significant digits, or a dash.
 * @type {(value: number | null | undefined, digits?: number) => string} */
export function number(value, digits = 4) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return signed(value.toExponential(digits - 2));
  const power = Math.floor(Math.log10(size || 1));
  const before = power < 0 ? power + 2 : power + 1;
  return signed(value.toFixed(Math.max(0, Math.min(4, digits - before))));
}

/** Return a number with so many decimals, or a dash.
 * @type {(value: number | null | undefined, places: number) => string} */
export function fixed(value, places) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  return signed(value.toFixed(places));
}

/** Return how many decimals show about four digits of a number.
 * @type {(value: number) => number} */
export function decimals(value) {
  const size = Math.abs(value);
  return Math.max(0, Math.min(4, 3 - Math.floor(Math.log10(size || 1))));
}

/** Return the text of a rate: 0.001, 3e-5.
 * @type {(value: number | null | undefined) => string} */
export function rate(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  return value >= 1e-4 ? String(Number(value.toPrecision(3))) : signed(value.toExponential());
}

/** Return a text with true minus signs.
 * @type {(text: string) => string} */
export function signed(text) {
  return String(text).replaceAll("-", "−");
}

/** Return a whole number in groups of three, padded with zeros.
 * @type {(value: number | null | undefined, width?: number) => string} */
export function counter(value, width = 1) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const digits = String(Math.round(value)).padStart(width, "0");
  return digits.replace(/\B(?=(\d{3})+$)/g, THIN);
}

/** Return the name of a code axis: z₁ for 0.
 * @type {(index: number) => string} */
export function axis(index) {
  return `z${[...String(index + 1)].map((digit) => SUBSCRIPTS[Number(digit)]).join("")}`;
}

/** Return a new element with a class, a text and attributes.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} [name]
 * @param {string} [text]
 * @param {Record<string, string | number>} [attributes]
 * @returns {HTMLElementTagNameMap[T]} */
export function element(tag, name = "", text = "", attributes = {}) {
  const node = document.createElement(tag);
  if (name) node.className = name;
  if (text) node.textContent = text;
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}

/** Return an item of a key: a mark, its meaning, and a symbol in mathematics.
 * @type {(mark: string, text: string, symbol?: string) => HTMLElement} */
export function item(mark, text, symbol = "") {
  const node = element("span", "item");
  const words = element("span", "", text);
  if (symbol) words.append(element("span", "maths", symbol));
  node.append(element("i", mark), words);
  return node;
}

/** Return a point as text, the first four coordinates: (0.31, −1.2).
 * @type {(values: ArrayLike<number>, digits?: number) => string} */
export function point(values, digits = 3) {
  const shown = Array.from(values).slice(0, 4).map((value) => number(value, digits));
  return `(${shown.join(", ")}${values.length > 4 ? ", …" : ""})`;
}

/** Set the text of a node only where it differs, which avoids a needless reflow.
 * @type {(node: ChildNode | null, text: string) => void} */
export function write(node, text) {
  if (node && node.textContent !== text) node.textContent = text;
}
