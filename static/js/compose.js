// Order of an issue: arrows move a row in place and keep the focus, a drag does the
// same with the mouse. Without this script each arrow is a button that is sent.
const list = document.querySelector("[data-compose]");
const save = document.querySelector("[data-compose-save]");

if (list && save) {
  const said = save.querySelector("[role=status]");
  const rows = () => [...list.children];
  const changed = (row) => {
    rows().forEach((each, place) => {
      each.querySelector(".compose__place").textContent = place + 1;
    });
    save.hidden = false;
    said.textContent = `${rows().indexOf(row) + 1} / ${rows().length}`;
  };
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("li");
    const other = button.dataset.step < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (button.dataset.step < 0) other.before(row);
    else other.after(row);
    button.focus();
    changed(row);
  });
  let moving = null;
  for (const row of rows()) row.draggable = Boolean(row.querySelector("[data-step]"));
  list.addEventListener("dragstart", (event) => {
    moving = event.target.closest("li");
    moving.classList.add("compose__row--moving");
    event.dataTransfer.effectAllowed = "move";
  });
  list.addEventListener("dragover", (event) => {
    const row = event.target.closest("li");
    if (!moving || !row || row === moving) return;
    event.preventDefault();
    const box = row.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) row.before(moving);
    else row.after(moving);
  });
  list.addEventListener("dragend", () => {
    if (!moving) return;
    moving.classList.remove("compose__row--moving");
    changed(moving);
    moving = null;
  });
}

// While a file is made the page is looked at anew, but not while there is something on
// it that nobody has kept: an order, a choice.
if (list && list.hasAttribute("data-building")) {
  const chosen = document.querySelector("#article");
  const first = chosen ? chosen.value : "";
  const look = () => {
    const isOpen = (save && !save.hidden) || (chosen && chosen.value !== first);
    if (!isOpen && !document.querySelector(".compose__row--moving")) location.reload();
  };
  setInterval(look, 3000);
}
