// Builds the stylesheets and scripts into ../static/dist under names that carry a hash of their content,
// with compressed copies and a manifest from plain name to hashed name.

import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = import.meta.dirname;
const dist = join(here, "../static/dist");
const mojImages = join(here, "node_modules/@ministryofjustice/frontend/moj/assets/images");
const leaflet = join(here, "node_modules/leaflet/dist");
const targets = ["chrome109", "firefox115", "safari15.4"];

const manifest = {};

await empty();
await add("icon.svg", await readFile(join(here, "icon.svg")));
await add("main.css", await stylesheet("main"));
await add("map.css", (await leafletStyles()) + (await stylesheet("map")));
await add("main.js", await script("main"));
await add("map.js", await script("map"));
await writeFile(join(dist, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");

// empty clears the last build and keeps the file that keeps the folder.
async function empty() {
  await mkdir(dist, { recursive: true });
  for (const name of await readdir(dist)) {
    if (name !== ".keep") {
      await rm(join(dist, name), { recursive: true });
    }
  }
}

// add writes a file under its hashed name, with compressed copies where they are smaller.
async function add(name, content) {
  const body = Buffer.from(content);
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 10);
  const hashed = `${basename(name, extname(name))}-${hash}${extname(name)}`;
  await writeFile(join(dist, hashed), body);
  const copies = {
    ".gz": gzipSync(body, { level: 9 }),
    ".br": brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
  };
  for (const [ext, copy] of Object.entries(copies)) {
    if (copy.length < body.length) {
      await writeFile(join(dist, hashed + ext), copy);
    }
  }
  manifest[name] = hashed;
  console.log(`${hashed}  ${body.length} bytes, ${copies[".gz"].length} gzip, ${copies[".br"].length} br`);
  return hashed;
}

// stylesheet compiles one of ours. MoJ Frontend finds govuk-frontend from the folder of package.json.
async function stylesheet(name) {
  const { css } = sass.compile(join(here, "sass", `${name}.scss`), {
    loadPaths: [here, join(here, "node_modules")],
    quietDeps: true,
    logger: sass.Logger.silent,
  });
  return withImages(await minified(css), mojImages);
}

// leafletStyles is Leaflet's own stylesheet, with its pictures under hashed names.
async function leafletStyles() {
  const css = await readFile(join(leaflet, "leaflet.css"), "utf8");
  return withImages(await minified(css), join(leaflet, "images"));
}

async function minified(css) {
  const { code } = await esbuild.transform(css, { loader: "css", minify: true, target: targets, legalComments: "none" });
  return code;
}

// withImages adds each picture that a stylesheet names, and names it by its hash.
async function withImages(css, folder) {
  for (const url of new Set(css.match(/url\([^)]*\.(?:svg|png)"?\)/g) ?? [])) {
    const name = basename(url.slice(4, -1).replaceAll('"', ""));
    const hashed = manifest[name] ?? (await add(name, await readFile(join(folder, name))));
    css = css.replaceAll(url, `url(/assets/${hashed})`);
  }
  return css;
}

async function script(name) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(here, "js", `${name}.js`)],
    bundle: true,
    minify: true,
    format: "esm",
    target: targets,
    legalComments: "eof",
    write: false,
  });
  return outputFiles[0].text;
}
