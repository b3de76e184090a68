/* Finding among the own households, and which is near: all on the phone. */
const EARTH = 6371000;

export function finds(home, text) {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return true;
  if (/^[0-9]+$/.test(wanted)) {
    const phone = wanted.length > 3 && home.phones.some((one) => one.endsWith(wanted));
    return phone || home.number.toLowerCase().includes(wanted) || home.address.includes(wanted);
  }
  const named = home.head.toLowerCase().includes(wanted) || home.address.toLowerCase().includes(wanted);
  const spelled = home.spelled.some((one) => one.startsWith(wanted));
  return named || spelled || home.place.includes(wanted) || home.number.toLowerCase().includes(wanted) || home.token === text.trim();
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
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 }
    );
  });
}
