// Colours: one meaning each, read from the root's custom properties, light or dark.

/** Classes: Petroff, "Accessible color sequences for data visualization", 2021. */
export const CLASSES = [
  "#3f90da", "#ffa90e", "#bd1f01", "#94a4a2", "#832db6",
  "#a96b59", "#e76300", "#b9ac70", "#717581", "#92dadd",
];

const NAMES = ["card", "ink", "soft", "line", "axis", "accent", "blue", "warm", "good"];

const known = new Map();

/** Return [r, g, b] of any CSS colour. */
export function rgb(colour) {
  if (!known.has(colour)) known.set(colour, read(colour));
  return known.get(colour);
}

/** Let the browser read a colour. */
function read(colour) {
  const context = new OffscreenCanvas(1, 1).getContext("2d");
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
}

/** Tell whether a background colour is dark. */
function isDark(colour) {
  const [r, g, b] = rgb(colour);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 110;
}

/** Choose light or dark by Streamlit's background and return the colours and fonts in force. */
export function readTheme(root) {
  const style = getComputedStyle(root);
  const paper = style.getPropertyValue("--st-background-color").trim() || "#f7f8fa";
  root.dataset.theme = isDark(paper) ? "dark" : "light";
  const theme = { dark: root.dataset.theme === "dark" };
  for (const name of NAMES) theme[name] = style.getPropertyValue(`--${name}`).trim();
  const scale = parseFloat(style.getPropertyValue("--scale")) || 1;
  const sans = style.fontFamily;
  const serif = style.getPropertyValue("--serif").trim();
  theme.tick = `${13 * scale}px ${sans}`;
  theme.small = `${11 * scale}px ${sans}`; // indices only
  theme.text = `${14 * scale}px ${sans}`;
  theme.bold = `600 ${13 * scale}px ${sans}`;
  theme.maths = `italic ${16 * scale}px ${serif}`;
  theme.scale = scale;
  theme.ramp = ramp(rgb(theme.card), rgb(theme.ink));
  theme.residual = diverging(rgb(theme.blue), rgb(theme.card), rgb(theme.warm));
  return theme;
}

function packed([r, g, b]) {
  return (255 << 24) | (b << 16) | (g << 8) | r;
}

function mix(a, b, t) {
  return a.map((value, i) => Math.round(value + (b[i] - value) * t));
}

/** Return 256 packed colours from paper to ink. */
function ramp(from, to) {
  return Uint32Array.from({ length: 256 }, (_, i) => packed(mix(from, to, i / 255)));
}

/** Return 511 packed colours for −255 … 255: negative, paper, positive. */
function diverging(negative, paper, positive) {
  return Uint32Array.from({ length: 511 }, (_, i) => {
    const t = (i - 255) / 255;
    return packed(mix(paper, t < 0 ? negative : positive, Math.abs(t)));
  });
}

/** Return the colour of a class. */
export function classColour(index) {
  return CLASSES[index % CLASSES.length];
}
