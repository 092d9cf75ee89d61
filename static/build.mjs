// Builds static/dist: the style sheet and the script, those of the map, fonts and pictures, all with hashed names,
// and manifest.json, which maps the plain name of each to its file. The same sources give the same bytes.
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");

/** Plain name of a built file: fonts are called by their subset, all others as their source. */
function plainName(source) {
  const subset = /source-sans-3-([a-z-]+)-wght-normal\.woff2$/.exec(source);
  return subset ? `${subset[1]}.woff2` : basename(source);
}

const pictures = (await readdir(join(here, "img"))).filter((name) => extname(name) === ".svg").sort();

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });

const result = await build({
  absWorkingDir: join(here, ".."),
  entryPoints: [
    "static/css/site.css",
    "static/css/leaflet.css",
    "static/js/site.js",
    "static/js/map.js",
    "seed_data/reference/geo/map.geojson",
    ...pictures.map((name) => `static/img/${name}`),
  ],
  outdir: "static/dist",
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".geojson": "copy", ".png": "file", ".svg": "copy", ".woff2": "file" },
  bundle: true,
  minify: true,
  format: "iife",
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
  target: ["chrome111", "edge111", "firefox114", "safari16.4"],
});

const manifest = {};
for (const [output, { inputs, entryPoint }] of Object.entries(result.metafile.outputs)) {
  const source = entryPoint ?? Object.keys(inputs)[0];
  if (source !== undefined) manifest[plainName(source)] = basename(output);
}
const sorted = Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => (a < b ? -1 : 1)));
await writeFile(join(dist, "manifest.json"), `${JSON.stringify(sorted, null, 2)}\n`);
