/* The service's day and time, whatever the phone's clock says: what was learned at the last contact, carried on. */
const DAY = 86400000;
const WRONG = 120000;

/* A day as a sentence says it, in the page's language: 2026年11月30日, 30 Nov 2026. */
export function said(day) {
  const language = document.documentElement.lang;
  const how = { year: "numeric", month: "short", day: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, how).format(new Date(`${day}T00:00:00Z`));
}

export class Clock {
  /* learned: {now, midnight, day} of the service in milliseconds, and `phone`, the phone's clock at that moment. */
  constructor(learned) {
    this.learned = learned || null;
  }
  static learn(told) {
    return { now: told.now, midnight: told.midnight, day: told.day, phone: Date.now() };
  }
  now() {
    return this.learned ? this.learned.now + (Date.now() - this.learned.phone) : Date.now();
  }
  /* The day at the service, some days ago; null before the first contact. */
  day(ago) {
    if (!this.learned) return null;
    const passed = this.now() < this.learned.midnight ? 0 : 1 + Math.floor((this.now() - this.learned.midnight) / DAY);
    const [year, month, day] = this.learned.day.split("-").map(Number);
    return new Date(Date.UTC(year, month - 1, day + Math.max(passed, 0) - (ago || 0))).toISOString().slice(0, 10);
  }
  /* Minutes by which the phone is ahead, when it is wrong by more than two. */
  ahead() {
    if (!this.learned) return 0;
    const off = this.learned.phone - this.learned.now;
    return Math.abs(off) > WRONG ? Math.round(off / 60000) : 0;
  }
}
