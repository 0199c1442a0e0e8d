/* The door: buttons that need a script appear, printing, a word when a passkey fails. */
for (const button of document.querySelectorAll("[data-needs-script]")) {
  button.hidden = !(window.PublicKeyCredential && navigator.credentials);
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const note = document.querySelector("[data-passkey-error]");
  if (note) {
    note.hidden = false;
    note.setAttribute("role", "alert");
  }
});
