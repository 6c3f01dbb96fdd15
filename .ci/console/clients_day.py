"""A unit head sends clients: a file, then a person and a firm by the form; looks at a card and hands out a personal QR."""
import os, tempfile, time

from browser import fail

WORDS = {
    "ru": ("ID клиента;Что взял;Исход;Имя клиента;Доход;Заметки", "успех", "отказ", "Пётр"),
    "en": ("Client ID;What for;Outcome;Patronymic;Monthly income;Notes", "success", "refusal", "Petrovna"),
}


def file(page):
    titles, won, lost, name = WORDS[page.language]
    mark = page.name.replace(" ", "-")
    lines = [titles] + [f"{mark}-{n};Premium loan;{won if n % 3 else lost};{name};{60000 + 4000 * n};x" for n in range(1, 31)]
    lines += [f"{mark}-31;Premium loan;;;-5;", f"{mark}-32;;;;;", f"{mark}-33;Space flight;;;;"]
    path = os.path.join(tempfile.mkdtemp(), "clients.csv")
    with open(path, "w", encoding="utf-8") as out:
        out.write("\n".join(lines))
    return path


def live(page, address, password):
    page.open(f"{address}/sign-in")
    page.sign_in("unit", password)
    page.click("nav a[href='/clients']")
    page.click("nav.tabs a[href='/clients/send']")
    page.element("#file")
    page.look("send")
    page.write("#file", file(page))
    page.click("form[enctype] button")
    page.element("form.preview")
    page.look("preview, a column is unknown")
    page.click("#c1 option[value=product]")
    page.click("button[formaction$='/again']")
    page.element("#p0")
    page.look("preview, products are unknown")
    page.click("#p0 option:nth-child(2)")
    page.click("form.preview button.button")
    page.element("#attest-problem")
    page.look("preview, no word on consent")
    if page.run("return document.querySelector('#document').checkVisibility()"):
        fail(f"{page.name}: a document is asked for before anybody said that there is one")
    page.click("input[name=has][value=yes]")
    page.write("#document", "Form 14-P")
    page.run("document.querySelector('#date').value = '2026-02-01'")
    page.click("input[name=recipients][value=some]")
    page.click(".choices label:nth-child(2) input")
    page.look("preview, attested")
    page.click("form.preview button.button")
    page.element("a[href$='report.xlsx']")
    page.look("report")
    page.click("a[href*='result=refused']")
    page.arrives("result=refused")
    page.look("report, refused")
    kind = page.run("const x = new XMLHttpRequest(); x.open('GET', document.querySelector('a[href$=\"report.xlsx\"]').href, false); x.send(); return x.getResponseHeader('Content-Disposition')")
    if "report.xlsx" not in (kind or ""):
        fail(f"{page.name}: the report does not come as a file: {kind}")
    page.click("a[href$='/take-back']")
    page.element("form[action$='/take-back']")
    page.look("taking a send back, before")
    page.click("form[action$='/take-back'] a.button")
    page.element("a[href$='/take-back']")
    page.click("nav.tabs a[href='/clients']")
    page.element("table.list")
    page.look("clients")

    page.click("nav.tabs a[href='/clients/new']")
    page.element("#product")
    page.look("form for a person")
    page.click("#product option:nth-child(2)")
    page.write("#phone", "123")
    page.write("#birthDate", "31.12.1985")
    page.write("#income", "120000")
    page.click("input[name=has][value=no]")
    page.click("main form button.button:not(.quiet)")
    page.element("#phone-problem")
    page.look("form for a person, mistake")
    page.run("document.getElementById('phone').value = ''")
    page.write("#phone", f"+7926{1234000 + sum(map(ord, page.name)) % 1000}")
    page.click("main form button.button:not(.quiet)")
    page.arrives("done=new")
    page.look("card of a person")
    page.click("form[action$='/recompute'] button")
    page.arrives("done=re")
    page.click("form[action$='/link'] button")
    page.element(".handout svg")
    page.element("[data-print]:not([hidden])")
    page.look("personal QR")
    # Both handouts on one sheet, and one on each.
    page.prints("personal QR", 210, 297, 1)
    page.prints("personal QR", 105, 148, 2)
    page.click(".crumbs a")
    page.element("form[action$='/revoke']")
    page.look("card, a link is out")

    page.open(f"{address}/clients/new?kind=legal")
    page.click("#product option:nth-child(2)")
    page.write("#revenue", "a lot")
    page.write("#reference", f"firm-1-{page.name.replace(' ', '-')}")
    page.click("input[name=has][value=no]")
    page.click("main form button.button:not(.quiet)")
    page.element("#revenue-problem")
    page.look("form for a firm, mistake")
    page.run("document.getElementById('revenue').value = ''")
    page.write("#revenue", "120")
    page.click("main form button.button:not(.quiet)")
    page.arrives("done=new")
    page.look("card of a firm")

    page.click(".notice a[href$='/take-back']")
    page.element("form[action$='/take-back']")
    page.look("taking one client back, before")
    page.click("form[action$='/take-back'] button")
    page.element(".notice")
    page.arrives("clients/sends")
    page.look("one client is taken back")

    wrong_file(page, address)


def wrong_file(page, address):
    """The whole file was wrong: it is taken back, and the list of sends says so."""
    page.click("nav.tabs a[href='/clients/send']")
    page.click("table.list tbody tr:first-child a")
    page.click("a[href$='/take-back']")
    page.click("form[action$='/take-back'] button")
    for _ in range(50):
        if not page.run("return document.querySelector('progress')"):
            break
        time.sleep(0.2)
    page.element(".notice.calm")
    if page.run("return document.querySelector('a[href$=\"/take-back\"]')"):
        fail(f"{page.name}: what is taken back can be taken back again")
    page.look("report, taken back")
    page.click("nav.tabs a[href='/clients/send']")
    page.look("sends, one is taken back")
