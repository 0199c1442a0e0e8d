/* A file that is too large is told before it travels. The server checks again. */
document.addEventListener("change", function (event) {
  var input = event.target;
  if (!(input instanceof HTMLInputElement) || !input.dataset.bytes) return;
  var limit = Number(input.dataset.bytes);
  var large = Array.prototype.some.call(input.files, function (file) { return file.size > limit; });
  var note = input.parentNode.querySelector("[data-too-large-note]");
  if (!note) {
    note = document.createElement("span");
    note.className = "field__error";
    note.dataset.tooLargeNote = "";
    note.id = input.id + "_too_large";
    note.setAttribute("role", "alert");
    input.parentNode.insertBefore(note, input);
  }
  note.textContent = large ? input.dataset.tooLarge : "";
  input.setCustomValidity(large ? input.dataset.tooLarge : "");
  input.toggleAttribute("aria-invalid", large);
});
