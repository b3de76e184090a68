/* The page on which a change of the register is said: it works without this file, but for the position of the phone. */
import { offerPosition } from "./today/here.js";

offerPosition(document);
document.querySelectorAll("[data-live-only]").forEach((one) => {
  one.hidden = false;
});
