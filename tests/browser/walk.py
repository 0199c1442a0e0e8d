"""A window that goes through pages of every kind and writes down what is wrong there.

One visit to a page shows it in both themes and at four widths: nothing is loaded twice.
"""

import json
from pathlib import Path

import axe_playwright_python

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
# 1280 pixels at 400 % (WCAG 1.4.10).
ZOOMED = {"width": 320, "height": 640}
EVERY_RULE = {"rules": {"target-size": {"enabled": True}}}
# What another theme alone can break.
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
BARRIERS = """async options => {
  const found = await axe.run(document, {
    resultTypes: ["violations"], iframes: false, preload: false, ...options});
  return found.violations.map(each =>
    `${each.id}: ${each.nodes.length} × ${each.nodes[0].target} ` +
    (each.nodes[0].any[0] || each.nodes[0].all[0] || each.nodes[0].none[0])?.message);
}"""
TOO_WIDE = """() => {
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  if (wide <= 0) return [];
  const scrolls = e => e && e !== document.body && (
    ["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(e).overflowX)
    || scrolls(e.parentElement));
  const out = [...document.body.querySelectorAll("*")].filter(e =>
    e.getBoundingClientRect().right > innerWidth + 1 && !scrolls(e.parentElement));
  const last = out.at(-1);
  return [`${wide} px too wide: ${last?.tagName} ${last?.className}`];
}"""
# In forced colours: what is told by a ground alone is gone, what is drawn in the colour
# of the ground too.
UNSEEN = """() => {
  const ground = getComputedStyle(document.body).backgroundColor;
  const clear = c => ["rgba(0, 0, 0, 0)", "transparent", "none", ground].includes(c);
  const shown = e => e.checkVisibility() && e.getBoundingClientRect().width > 1;
  const edge = s => parseFloat(s.borderTopWidth) > 0 && s.borderTopStyle !== "none"
    && !clear(s.borderTopColor);
  const bare = e => shown(e) && !edge(getComputedStyle(e));
  const edged = ".button, .input, .tag, .years--round, .pager [aria-current]";
  const out = [...document.querySelectorAll(edged)].filter(bare);
  const drawn = [...document.querySelectorAll(
    ".drum__sun, .drum__shore, .drum__core, .drum__region, .ring__lit, .chart__axis")];
  const faint = drawn.filter(e => shown(e)
    && clear(getComputedStyle(e).fill) && clear(getComputedStyle(e).stroke));
  // Words in the colour of the ground they stand on.
  const says = e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
  faint.push(...[...document.querySelectorAll("main *, header *, footer *")].filter(e =>
    shown(e) && !(e instanceof SVGElement) && says(e)
    && getComputedStyle(e).color === ground));
  const named = e => `${e.tagName} ${e.getAttribute("class")}`;
  return [...out, ...faint].slice(0, 3).map(named);
}"""


class Walk:
    """Somebody with a role's session; `found` is {what was looked for: complaints}."""

    def __init__(self, chromium, url: str, key: str = ""):
        self.url = url
        self.context = chromium.new_context(
            base_url=url, locale="vi-VN", reduced_motion="reduce", viewport=WIDE
        )
        if key:
            self.context.add_cookies([{"name": "session", "value": key, "url": url}])
        self.page, self.found, self.loaded = self.context.new_page(), {}, []
        self.weights = {}
        self.page.on("request", self.asked)
        self.page.on("requestfinished", lambda request: self.loaded.append(request))
        self.page.on("pageerror", lambda error: self.note("script", str(error)))
        cache = self.context.new_cdp_session(self.page)
        cache.send("Network.enable")
        cache.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def asked(self, request):
        if not request.url.startswith((f"{self.url}/", "data:", "blob:")):
            self.note("elsewhere", request.url)

    def note(self, what: str, *complaints: str):
        self.found.setdefault(what, []).extend(
            f"{self.now} {complaint}" for complaint in complaints
        )

    def opens(self, name, paths) -> bool:
        for path in paths:
            self.now = path
            head = self.page.request.head(path, max_redirects=0)
            if not head.headers.get("content-type", "").startswith("text/html"):
                continue
            self.loaded.clear()
            answer = self.page.goto(path, wait_until="load")
            if answer.ok or name.startswith("error-"):
                return True
        return False

    def look(self, name, paths, *, is_public=False) -> bool:
        """Everything there is to see on this page; False when nobody may open it."""
        self.page.set_viewport_size(WIDE)
        self.page.emulate_media(color_scheme="light", forced_colors="none")
        if not self.opens(name, paths):
            return False
        self.page.evaluate("document.fonts.ready.then(() => true)")
        if is_public:
            self.weigh()
        self.page.evaluate(AXE)
        self.barriers(EVERY_RULE, "light 1440")
        self.dress("dark")
        self.barriers(COLOURS, "dark 1440")
        self.page.set_viewport_size(NARROW)
        self.barriers(COLOURS, "dark 390")
        self.dress("light")
        self.barriers(EVERY_RULE, "light 390")
        self.page.set_viewport_size(ZOOMED)
        self.note("wide", *self.page.evaluate(TOO_WIDE))
        self.page.emulate_media(forced_colors="active")
        self.note("unseen", *self.page.evaluate(UNSEEN))
        return True

    def dress(self, theme):
        """The desk wears a class that it puts on when it is loaded."""
        self.page.emulate_media(color_scheme=theme)
        if "/admin/" in self.now:
            dark = json.dumps(theme == "dark")
            self.page.evaluate(
                f"document.documentElement.classList.toggle('dark', {dark})"
            )

    def barriers(self, options, how):
        found = self.page.evaluate(BARRIERS, options)
        self.note("barriers", *(f"({how}) {each}" for each in found))

    def weigh(self):
        """Bytes as they travelled, by what they are."""
        sizes = {}
        for request in self.loaded:
            kind = request.resource_type
            sizes[kind] = sizes.get(kind, 0) + request.sizes()["responseBodySize"]
        self.weights[self.now] = sizes
        scripts = sizes.get("script", 0)
        whole = sum(sizes.values()) - sizes.get("image", 0)
        if scripts > 15_000:
            self.note("heavy", f"{scripts} bytes of scripts")
        if whole > 100_000:
            self.note("heavy", f"{whole} bytes without pictures: {sizes}")
