"""A page in a headless Chromium, driven by clicks; `look` judges what stands in it.

Every page must fit its width, speak one language, label every field, name every control and picture, keep text readable (contrast of 4.5 : 1 and more),
have one main landmark, one first heading and none left out, let the Tab key go the way that the eye goes, be large enough to be pressed (24 px), and
leave no error in the browser's console.
"""
import base64, json, re, time, urllib.error, urllib.request

# Where to keep a picture of each page; None keeps none.
PICTURES = None
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
CYRILLIC = re.compile(r"[А-Яа-яЁё]+")
# What stands in Cyrillic in English pages too: the button to the other language.
ALLOWED = {"Русский"}

# In the words of the probe; each has to be empty or nought.
FLAWS = [
    "wide", "nameless", "unlabelled", "pale", "headings", "skipped", "landmarks", "twice", "backwards", "forced", "dangling", "small", "untitled",
    "headless",
]

PROBE = r"""
const shown = (e) => e.checkVisibility();
const all = (css) => [...document.querySelectorAll(css)].filter(shown);
const named = (e) => (e.getAttribute('aria-label') || e.textContent || e.value || '').trim() !== '';
const rgb = (text) => { const n = text.match(/[\d.]+/g).map(Number); return { c: n.slice(0, 3), a: n.length > 3 ? n[3] : 1 }; };
const light = (c) => { const [r, g, b] = c.map((v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
const behind = (e) => { for (; e; e = e.parentElement) { const b = rgb(getComputedStyle(e).backgroundColor); if (b.a > 0) return b.c; } return [255, 255, 255]; };
const contrast = (e) => { const [a, b] = [light(rgb(getComputedStyle(e).color).c), light(behind(e))].sort((x, y) => y - x); return (a + 0.05) / (b + 0.05); };
const page = document.documentElement;
// Where the Tab key goes, in its order; the person's own menu stands after the sections, wherever it is seen.
// Behind an open dialog nothing can be reached.
const dialog = document.querySelector('dialog:modal');
const stops = all('a[href], button, input:not([type=hidden]), select, textarea, summary').filter((e) => !e.disabled && !e.closest('.skip, .me') && (!dialog || dialog.contains(e)));
const spot = (e) => e.getBoundingClientRect();
// From one stop to the next the eye goes on: not back up, unless into the next column.
// What sticks to the window's edge stands by nothing.
const sticks = (e) => { for (; e; e = e.parentElement) { if (getComputedStyle(e).position === 'sticky') return true; } return false; };
const jumps = stops.slice(1).map((e, i) => [stops[i], e]).filter(([a, b]) => !sticks(a) && !sticks(b) && spot(b).bottom <= spot(a).top && spot(b).left < spot(a).right);
const titles = all('h1, h2, h3, h4').map((e) => Number(e.tagName[1]));
const said = (e, name) => (e.getAttribute(name) || '').split(' ').filter(Boolean).filter((id) => !document.getElementById(id));
const texts = all('body *').filter((e) => !e.closest('svg') && [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()));
return {
  wide: page.scrollWidth > page.clientWidth ? page.scrollWidth : 0,
  nameless: all('button, a, summary').filter((e) => !named(e)).map((e) => e.outerHTML.slice(0, 90)),
  unlabelled: all('input:not([type=hidden]), select, textarea').filter((e) => !e.labels.length).map((e) => e.name),
  pale: texts.filter((e) => contrast(e) < 4.5).map((e) => e.className + ': ' + e.innerText.slice(0, 30)),
  headings: document.querySelectorAll('h1').length === 1 ? 0 : document.querySelectorAll('h1').length || 'none',
  backwards: jumps.map(([a, b]) => (a.innerText || a.name).slice(0, 20) + ' → ' + (b.innerText || b.name).slice(0, 20)),
  forced: [...document.querySelectorAll('[tabindex]')].filter((e) => e.tabIndex > 0).map((e) => e.outerHTML.slice(0, 60)),
  skipped: titles.filter((level, i) => level > (i ? titles[i - 1] : 1) + 1).length,
  dangling: [...document.querySelectorAll('[aria-describedby], [aria-labelledby], [aria-controls]')].flatMap((e) => ['aria-describedby', 'aria-labelledby', 'aria-controls'].flatMap((name) => said(e, name))),
  small: stops.filter((e) => !e.closest('p, td, th, dd, li') && e.type !== 'checkbox' && e.type !== 'radio' && Math.min(spot(e).width, spot(e).height) < 24).map((e) => e.outerHTML.slice(0, 60)),
  untitled: all('img:not([alt]), svg').filter((e) => !e.closest('[role=img], [aria-hidden]')).map((e) => e.outerHTML.slice(0, 60)),
  headless: all('table').filter((e) => !e.querySelector('th')).map((e) => e.outerHTML.slice(0, 60)),
  landmarks: document.querySelectorAll('main').length === 1 ? 0 : 'no single main',
  twice: [...document.querySelectorAll('[id]')].map((e) => e.id).filter((id, i, ids) => ids.indexOf(id) !== i),
  lang: page.lang,
  // What is marked as being in another language may be in it; messages of the bot name companies as the law knows them.
  text: [...all('body [lang]').filter((e) => e.lang !== page.lang), ...all('.chat')].reduce((text, e) => text.replace(e.innerText, ''), document.body.innerText),
};
"""


def fail(words):
    raise SystemExit(f"error: {words}")


def call(method, url, body=None, part="value"):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)[part]
    except urllib.error.HTTPError as error:
        fail(f"{method} {url}: {error.read().decode()[:300]}")


def patiently(what, seconds, question):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = question()
        if answer:
            return answer
        time.sleep(0.1)
    fail(f"not within {seconds} s: {what() if callable(what) else what}")


class Page:
    def __init__(self, driver, size, language):
        width, height = SIZES[size]
        arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--window-size={width},{height}"]
        options = {"args": arguments, "prefs": {"intl.accept_languages": language}}
        if size == "phone":
            options["mobileEmulation"] = {"deviceMetrics": {"width": width, "height": height, "pixelRatio": 2, "mobile": True, "touch": True}}
        capabilities = {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        made = call("POST", f"{driver}/session", {"capabilities": {"alwaysMatch": capabilities}})
        self.session, self.name, self.language = f"{driver}/session/{made['sessionId']}", f"{size} {language}", language
        self.another = lambda: Page(driver, size, language)

    def run(self, script):
        return call("POST", f"{self.session}/execute/sync", {"script": script, "args": []})

    def element(self, css):
        found = patiently(lambda: f"{self.name}: {css} on {self.run('return location.pathname')}", 10, lambda: call(
            "POST", f"{self.session}/elements", {"using": "css selector", "value": css}))
        return f"{self.session}/element/{next(iter(found[0].values()))}"

    def open(self, address):
        call("POST", f"{self.session}/url", {"url": address})

    def click(self, css):
        call("POST", f"{self.element(css)}/click", {})

    def arrives(self, at):
        where = "return location.pathname + location.search"
        patiently(lambda: f"{self.name}: at {at}, not {self.run(where)}", 10, lambda: at in self.run(where))
        # A page that says "counting" comes again by itself.
        self.until("counted", "return document.readyState === 'complete' && !document.querySelector('progress.wait')", 60)

    def write(self, css, text):
        call("POST", f"{self.element(css)}/value", {"text": text})

    def keys(self, text):
        """Presses keys wherever the keyboard is."""
        acts = [act for key in text for act in ({"type": "keyDown", "value": key}, {"type": "keyUp", "value": key})]
        call("POST", f"{self.session}/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": acts}]})

    def until(self, what, script, seconds=10):
        patiently(f"{self.name}: {what} on {self.run('return location.pathname')}", seconds, lambda: self.run(script))

    def look(self, step, allowed="", data=False):
        """Judges the page. `allowed`: Russian that stands in an English page by right, because people typed it; `data`: any may."""
        seen = self.run(PROBE)
        if PICTURES:
            PICTURES.mkdir(parents=True, exist_ok=True)
            height = self.run("return Math.min(3000, Math.ceil(document.body.getBoundingClientRect().bottom + scrollY))")
            width = SIZES[self.name.split()[0]][0]
            metrics = {"width": width, "height": max(800, height), "deviceScaleFactor": 1, "mobile": width < 600}
            call("POST", f"{self.session}/goog/cdp/execute", {"cmd": "Emulation.setDeviceMetricsOverride", "params": metrics})
            picture = call("GET", f"{self.session}/screenshot")
            (PICTURES / f"{self.name} {step}.png".replace(" ", "-")).write_bytes(base64.b64decode(picture))
        where = f"{self.name}, {step}"
        for flaw in FLAWS:
            if seen[flaw]:
                fail(f"{where}: {flaw}: {seen[flaw]}")
        if seen["lang"] != self.language or "⟦" in seen["text"]:
            fail(f"{where}: the page says it is in {seen['lang']}")
        strange = set(CYRILLIC.findall(seen["text"])) - ALLOWED - set(CYRILLIC.findall(allowed))
        if self.language != "en" or data:
            strange = set()
        if strange:
            fail(f"{where}: Russian in English: {sorted(strange)}")
        return seen["text"]

    def prints(self, what, width, height, pages):
        """Prints on paper of this size, in millimetres, and counts the sheets."""
        paper = {"paperWidth": width / 25.4, "paperHeight": height / 25.4, "printBackground": True}
        answer = call("POST", f"{self.session}/goog/cdp/execute", {"cmd": "Page.printToPDF", "params": paper})
        pdf = base64.b64decode(answer["data"])
        if PICTURES:
            (PICTURES / f"{self.name} {what} {width}x{height}.pdf".replace(" ", "-")).write_bytes(pdf)
        found = len(re.findall(rb"/Type\s*/Page(?!s)", pdf))
        if found != pages:
            fail(f"{self.name}: {what} takes {found} sheets of {width} × {height} mm, not {pages}")

    def sign_in(self, login, password, arrives=".tiles"):
        self.write("#login", login)
        self.write("#password", password)
        self.click("button.button")
        self.element(arrives)

    def sign_out(self):
        self.click("details.me summary")
        self.click("form[action='/sign-out'] button")
        self.element("#login")

    def close(self):
        log = call("POST", f"{self.session}/se/log", {"type": "browser"})
        call("DELETE", self.session)
        worst = [line["message"] for line in log if line["level"] == "SEVERE" and not re.search(r"status of 4(01|04|22)", line["message"])]
        if worst:
            fail(f"{self.name}: the console says {worst}")
