/* Unfold and the scripts it brings open things by clicks on what is no button, name
   their fields by nothing and icons by English words. Here the keyboard and readers of
   screens get what the mouse has. */
(function () {
  "use strict";
  const NATIVE = "a[href], button, input, select, textarea, summary, label, form, table, tbody, body, html";
  let words = {};
  const each = (root, what, work) => root.querySelectorAll(what).forEach(work);
  const iconOf = (element) => element.querySelector(".material-symbols-outlined")?.textContent.trim() || "";
  const isBare = (element) => !element.title && element.textContent.trim() === iconOf(element);

  function press(element) {
    if (element.matches(NATIVE) || element.id === "changelist-filter-close" || "pressed" in element.dataset) return;
    element.dataset.pressed = "";
    // A heading stays one: what opens it is a button inside.
    if (/^H[1-6]$/.test(element.tagName)) {
      const inside = document.createElement("span");
      inside.className = "flex flex-row grow items-center";
      inside.append(...element.childNodes);
      element.append(inside);
      element = inside;
    }
    if (element.matches(".material-symbols-outlined")) element.setAttribute("aria-label", words[element.textContent.trim()] || words.more);
    element.tabIndex = 0;
    element.setAttribute("role", "button");
  }
  function mend(root) {
    each(root, "[x-on\\:click]", (element) => element.getAttribute("role") || press(element));
    each(root, "a, button, [role=button]", (element) => {
      if (iconOf(element) && isBare(element) && !element.hasAttribute("aria-label")) element.setAttribute("aria-label", words[iconOf(element)] || words.more);
    });
    each(root, ".material-symbols-outlined:not([role])", (icon) => icon.setAttribute("aria-hidden", "true"));
  }
  function name(root) {
    each(root, ".simplebar-content-wrapper", (box) => {
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", words.list);
    });
    each(root, "thead th:empty, thead th.lg\\:w-px", (head) => {
      if (head.textContent.trim()) return;
      const said = document.createElement("span");
      said.className = "sr-only";
      said.textContent = words.more;
      head.append(said);
    });
    each(root, "#nav-sidebar-inner", (part) => part.setAttribute("aria-label", words.dock_to_right));
    each(root, "#tabs-items", (part) => part.setAttribute("aria-label", words.parts));
    // The tab is the list's item; its link is no second one inside.
    each(root, ".ui-tabs-anchor", (link) => {
      link.removeAttribute("href");
      link.removeAttribute("tabindex");
    });
    each(root, "select.select2-hidden-accessible", (select) => {
      const said = (select.labels[0]?.textContent || select.getAttribute("aria-label") || words.choose).trim();
      const box = select.nextElementSibling?.querySelector(".select2-selection");
      box?.setAttribute("aria-label", said);
      box?.querySelector("input")?.setAttribute("aria-label", said);
      box?.removeAttribute("aria-labelledby");
      box?.querySelector("[role=textbox]")?.removeAttribute("role");
      box?.querySelector(".select2-selection__rendered")?.removeAttribute("aria-readonly");
      if (select.getAttribute("aria-describedby")) box?.setAttribute("aria-describedby", select.getAttribute("aria-describedby"));
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.target.getAttribute?.("role") !== "button" || event.target.matches(NATIVE)) return;
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.target.click();
  });
  document.addEventListener("DOMContentLoaded", () => {
    words = JSON.parse(document.getElementById("page")?.dataset.words || "{}");
    mend(document);
  });
  // Lists, tabs and rows are made later by other scripts.
  let waits = false;
  const again = () => {
    waits = false;
    mend(document);
    name(document);
  };
  addEventListener("load", () => {
    again();
    new MutationObserver(() => {
      if (!waits) waits = setTimeout(again);
    }).observe(document.body, { childList: true, subtree: true });
  });
})();
