// Keeps what stands in an article's form every twenty seconds, and tells who else is
// there. Without this script the form works as ever.
const status = document.querySelector("[data-autosave]");
const form = document.getElementById("article_form");

if (status && form) {
  const kept = ["title", "lead", "body"].flatMap((name) => [`${name}_vi`, `${name}_en`]);
  kept.push("authors", "photographers", "source");
  const editor = (name) => window.CKEDITOR && window.CKEDITOR.instances[`id_${name}`];
  const field = (name) => form.elements.namedItem(name);
  const value = (name) => (editor(name) ? editor(name).getData() : field(name)?.value);
  // Against what the page came with, so nothing typed while it loads is overlooked.
  const isTyped = (name) =>
    editor(name) ? editor(name).checkDirty() : field(name)?.value !== field(name)?.defaultValue;
  const all = () => JSON.stringify(kept.map(value));
  let last = null;
  let leaving = false;
  let turns = Promise.resolve();

  const isNew = (now) => {
    if (last !== null) return now !== last;
    return "unsaved" in status.dataset || kept.some(isTyped);
  };
  const tell = async () => {
    if (leaving) return;
    const now = all();
    const isKeeping = isNew(now);
    const data = new FormData();
    data.append("csrfmiddlewaretoken", field("csrfmiddlewaretoken").value);
    if (isKeeping) {
      for (const name of kept) if (value(name) != null) data.append(name, value(name));
      data.append("seen", field("seen").value);
    }
    try {
      const signal = AbortSignal.timeout(15000);
      const answer = await fetch(status.dataset.autosave, { method: "POST", body: data, signal });
      if (!answer.ok) return;
      status.textContent = (await answer.json()).said;
      if (isKeeping) last = now;
    } catch {
      // The next turn tries again.
    }
  };
  // One after the other: an older text or answer never comes after a newer one.
  const turn = () => { turns = turns.then(tell); };
  form.addEventListener("submit", () => { leaving = true; });
  addEventListener("pageshow", () => { leaving = false; });
  setTimeout(turn, 3000);
  setInterval(turn, 20000);
}
