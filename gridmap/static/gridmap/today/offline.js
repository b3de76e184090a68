/* The page that stands in for another one without a network: it opens that one by itself once the service answers. What a phone says of
   its network is not enough: it would open the same page over and over. */
async function again() {
  try {
    const answer = await fetch("/today/ready/", { credentials: "same-origin", cache: "no-store" });
    if (answer.ok || answer.status === 401) window.location.reload();
  } catch {
    /* It does not answer yet. */
  }
}

window.addEventListener("online", again);
