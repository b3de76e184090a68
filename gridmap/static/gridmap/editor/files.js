/* Grids drawn elsewhere: a GeoPackage or GeoJSON becomes the drawing, and what it changes is told. */
import { ask } from "./api.js";
import { watched } from "./jobs.js";
import { say } from "./words.js";

export function listenToFile(editor) {
  const field = document.getElementById("grid-file");
  const told = document.getElementById("grid-file-told");
  field.addEventListener("change", async () => {
    const [file] = field.files;
    if (!file) return;
    told.textContent = say("reading");
    try {
      told.textContent = await bring(editor, file, (text) => {
        told.textContent = text;
      });
    } catch (error) {
      told.textContent = [error.message, error.remedy].filter(Boolean).join(" ");
    }
    field.value = "";
  });
}

/* A large file is taken by a job, and watched. */
async function bring(editor, file, tell) {
  const { sync } = editor;
  await sync.flush();
  const type = file.name.toLowerCase().endsWith(".gpkg") ? "application/geopackage+sqlite3" : "application/geo+json";
  const answer = await ask("POST", `${sync.address}file/`, file, { version: sync.version, file: type });
  const { differences } = answer.job ? (await watched(answer.job, tell)).result : answer;
  await editor.reload();
  return say("brought", {
    changed: differences.changed.length,
    new: differences.new.length,
    gone: differences.gone.length,
  });
}
