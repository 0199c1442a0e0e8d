/* Keys for what is done often, told on a page of their own, where they can be put away.
   None takes a letter from somebody who types. */
(function () {
  "use strict";
  let kept = "";
  try { kept = localStorage.getItem("keys") || ""; } catch { /* storage refused */ }
  const shown = (element) => element && element.checkVisibility();
  const field = () => [...document.querySelectorAll("main input[name=q], input[name=q], #nav-filter")].find(shown);
  const types = (target) => target.isContentEditable || target.matches?.("input, textarea, select");
  const steps = {
    "/": () => {
      const menu = document.querySelector(".menu");
      if (!field() && menu) menu.open = true;
      field()?.focus();
      return field();
    },
    "?": () => {
      const page = document.querySelector("[data-keys]");
      if (page) location.href = page.href;
      return page;
    },
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "s" && (event.ctrlKey || event.metaKey)) {
      const save = document.querySelector("#submit-row [name=_save]");
      if (save) { event.preventDefault(); save.click(); }
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.key.length > 1 || types(event.target)) return;
    // Put away: nobody else hears them either (WCAG 2.1.4).
    if (kept === "off") event.stopImmediatePropagation();
    else if (steps[event.key]?.()) { event.preventDefault(); event.stopImmediatePropagation(); }
  }, true);
  document.addEventListener("DOMContentLoaded", () => {
    const box = document.querySelector("[data-keys-switch]");
    if (!box) return;
    box.closest("[hidden]").hidden = false;
    box.checked = kept !== "off";
    box.addEventListener("change", () => {
      kept = box.checked ? "" : "off";
      try { localStorage.setItem("keys", kept); } catch { /* not kept */ }
    });
  });
})();
