// Suggestions under a search field: a list one walks with the arrow keys. Without this
// script the field is a plain form.
"use strict";
(function () {
  function combobox(form) {
    const input = form.querySelector("input[name=q]");
    const list = document.createElement("ul");
    let shown = [], at = -1, waiting = 0, asked = "";
    list.id = input.id + "-suggestions";
    list.className = "suggest";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", form.dataset.suggestName);
    list.hidden = true;
    form.append(list);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"],
      ["aria-controls", list.id], ["aria-expanded", "false"]]) input.setAttribute(name, value);

    function close() {
      list.hidden = true;
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }
    function choose(number) {
      at = number;
      [...list.children].forEach((item, place) => item.setAttribute("aria-selected", place === at));
      if (at < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    }
    function show(rows) {
      shown = rows;
      list.replaceChildren(...rows.map((row, place) => {
        const item = document.createElement("li"), kind = document.createElement("span");
        item.id = list.id + "-" + place;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.textContent = row.title;
        kind.className = "suggest__kind";
        kind.textContent = row.kind;
        item.append(" ", kind);
        item.addEventListener("mousedown", (event) => event.preventDefault());
        item.addEventListener("click", () => { location.href = row.url; });
        return item;
      }));
      at = -1;
      input.removeAttribute("aria-activedescendant");
      list.hidden = rows.length === 0;
      input.setAttribute("aria-expanded", String(rows.length > 0));
    }
    async function ask() {
      const words = input.value.trim();
      if (words === asked) return;
      asked = words;
      if (words.length < 2) return close();
      const answer = await fetch(form.dataset.suggest + "?q=" + encodeURIComponent(words)).catch(() => null);
      if (!answer || !answer.ok || words !== input.value.trim()) return;
      const rows = (await answer.json()).suggestions;
      if (document.activeElement === input) show(rows);
    }
    input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 150); });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (list.hidden || event.isComposing) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        choose(((at + 1 + step + shown.length + 1) % (shown.length + 1)) - 1);
      } else if (event.key === "Escape") {
        event.preventDefault();
        close();
      } else if (event.key === "Enter" && at >= 0) {
        event.preventDefault();
        location.href = shown[at].url;
      }
    });
  }
  document.querySelectorAll("form[data-suggest]").forEach(combobox);
})();
