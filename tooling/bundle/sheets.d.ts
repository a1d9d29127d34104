// What build.js gives for `import … from "sheets"`: style sheets by name.

declare module "sheets" {
  const sheets: Record<string, string>;
  export default sheets;
}
