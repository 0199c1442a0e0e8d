// Stands in for Django's own file of this name, which drops Vietnamese letters:
// an address is written without marks, as the portal writes all its addresses.
window.URLify = (text, most) =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[đĐ]/g, "d")
    .toLowerCase()
    .replace(/[^\w\s-]/g, "")
    .trim()
    .replace(/[-\s_]+/g, "-")
    .slice(0, most)
    .replace(/^-+|-+$/g, "");
