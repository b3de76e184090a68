/* The live page of a roll-call: every 30 seconds asks whether anything has come in, and draws itself anew when it has. */
const live = document.querySelector("script[data-live]")?.dataset.live;
let tag = "";
async function look() {
  if (document.hidden) return;
  const answer = await fetch(live, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store" });
  if (answer.ok && tag) location.reload();
  tag = answer.headers.get("ETag") ?? tag;
}
if (live) {
  look().catch(() => {});
  setInterval(() => look().catch(() => {}), 30_000);
}
