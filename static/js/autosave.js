// Keeps what stands in an article's form every twenty seconds, and tells who else is
// there. Without this script the form works as ever.
const status = document.querySelector("[data-autosave]");
const form = document.getElementById("article_form");

if (status && form) {
  const kept = ["title", "lead", "body"].flatMap((name) => [`${name}_vi`, `${name}_en`]);
  kept.push("authors", "photographers", "source");
  const editors = () => (window.CKEDITOR ? window.CKEDITOR.instances : {});
  const value = (name) => {
    const editor = editors()[`id_${name}`];
    const field = form.elements.namedItem(name);
    return editor ? editor.getData() : field && field.value;
  };
  const all = () => JSON.stringify(kept.map(value));
  let last = null;
  let leaving = false;

  const tell = async () => {
    if (leaving) return;
    const now = all();
    last ??= now;
    const data = new FormData();
    data.append("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
    if (now !== last) {
      for (const name of kept) if (value(name) != null) data.append(name, value(name));
      data.append("seen", form.elements.namedItem("seen").value);
    }
    try {
      const answer = await fetch(status.dataset.autosave, { method: "POST", body: data });
      if (answer.ok) {
        status.textContent = (await answer.json()).said;
        last = now;
      }
    } catch {
      // The next turn tries again.
    }
  };
  form.addEventListener("submit", () => { leaving = true; });
  setTimeout(tell, 3000);
  setInterval(tell, 20000);
}
