/* Finding among the own households, and which is near: all on the phone. */
const EARTH = 6371000;

/* As geodata/base/texts.py makes names and numbers one: usual digits, no signs that nobody sees, no blanks between Han signs. */
export function plain(text) {
  const usual = text
    .normalize("NFKC")
    .replace(/(?![\u200c\u200d])[\p{Cf}\p{Cc}]/gu, "")
    .replace(/[‐‑‒–—―−]/g, "-");
  const dotted = usual.replace(/(\p{Script=Han})\s*[·•‧∙⋅・.。]+\s*(?=\p{Script=Han})/gu, "$1·");
  return dotted
    .replace(/([\p{Script=Han}〇])\s+(?=[\p{Script=Han}〇])/gu, "$1")
    .replace(/\s+/g, " ")
    .trim()
    .toLowerCase();
}

function digits(text) {
  return text.replace(/[^0-9]/g, "");
}

export function finds(home, text) {
  const wanted = plain(text);
  if (!wanted) return true;
  if (/^[0-9 ()+-]*[0-9]$/.test(wanted)) {
    const end = digits(wanted.replace(/^(\+|00)?86 ?-?(?=1[0-9]{2})/, ""));
    const phone = end.length > 3 && home.phones.some((one) => digits(one).endsWith(end));
    return phone || home.number.toLowerCase().includes(wanted) || home.address.includes(wanted);
  }
  const named = home.head.toLowerCase().includes(wanted) || home.address.toLowerCase().includes(wanted);
  const spelled = home.spelled.some((one) => one.startsWith(wanted.replace(/ /g, "")));
  return (
    named ||
    spelled ||
    home.place.includes(wanted) ||
    home.number.toLowerCase().includes(wanted) ||
    home.token === text.trim()
  );
}

/* Metres on the sphere from [longitude, latitude]; null without a point. */
export function metres(home, here) {
  if (!home.point || !here) return null;
  const rad = Math.PI / 180;
  const [east, north] = home.point;
  const x = (east - here[0]) * rad * Math.cos(((north + here[1]) / 2) * rad);
  return Math.round(EARTH * Math.hypot(x, (north - here[1]) * rad));
}

/* Asked of the browser by a tap, kept in this page only, sent nowhere. */
export function position() {
  return new Promise((done) => {
    if (!navigator.geolocation) return done(null);
    navigator.geolocation.getCurrentPosition(
      (found) => done([found.coords.longitude, found.coords.latitude]),
      () => done(null),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
    );
  });
}
