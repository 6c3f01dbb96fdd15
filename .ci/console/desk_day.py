"""A salesperson's and a head's day, and a customer who answers in the bot meanwhile."""
import json, re, tempfile, time
from urllib.parse import urlparse
from browser import fail

WORDS = {
    "ru": {"agree": "Даю согласие", "done": "Готово", "send": "Присылать", "interested": "Интересно", "name": "Анна", "bank": "Экспобанк"},
    "en": {"agree": "I agree", "done": "Done", "send": "Send me offers", "interested": "I'm interested", "name": "Anna", "bank": "Expobank"},
}


def live(page, address, password):
    # By day and by hand: otherwise the pipeline sends first, or quiet hours forbid it.
    page.demo.run("settings", "contact.quiet_from", "0")
    page.demo.run("settings", "contact.quiet_until", "0")
    page.demo.run("companies", "set", "expobank", "--automatic", "off")
    door(page, address, password)
    take(page, sendable(page))
    ask_for_contacts(page)
    here = page.run("return location.pathname")
    page.sign_out()
    sender_answers(page, address, lead_of(page, here)["source"])
    page.sign_in("sales", password)
    page.open(address + here)
    page.look("answer of the sender")
    customer = client_comes(page)
    wait_for_consents(page)
    through_the_bot(page, customer)
    won(page)
    requests(page)
    list_and_keys(page)
    account(page)
    page.sign_out()
    head(page, address, password)


def door(page, address, password):
    page.open(f"{address}/leads")
    page.look("door")
    page.write("#login", "sales")
    page.write("#password", "wrong password")
    page.click("button.button")
    page.element("[role=alert]")
    page.look("wrong password")
    page.write("#password", password)
    page.click("button.button")
    page.element("table.list tbody th a")
    page.look("leads")


# A free lead of the bank about a partner's client who neither took the service nor asked for it: the bot may offer it.
FREE = "FROM lead WHERE company_id = 1 AND stage = 'waiting' AND holder IS NULL"
SENDABLE = """source_company <> 1 AND EXISTS (SELECT 1 FROM offer_text WHERE offer_text.service_id = lead.service_id) AND NOT EXISTS (
    SELECT 1 FROM interaction WHERE interaction.client_id = lead.client_id AND interaction.service_id = lead.service_id AND value = 1)"""


def sendable(page):
    found = page.demo.query(f"SELECT number {FREE} AND {SENDABLE} ORDER BY created_at DESC, id LIMIT 1")
    return found[0][0] if found else fail(f"{page.name}: the demo has no lead left that may be sent")


def take(page, number):
    page.click("nav a[href='/leads']")
    page.click(".counts a[href*='who=nobody']")
    page.arrives("who=nobody")
    page.write("#q", number)
    page.click(".filters .button")
    page.arrives("q=")
    page.click("table.list tbody th a")
    page.arrives("/leads/")
    page.click("form[action$='/take'] button")
    page.arrives("done=take")


def ask_for_contacts(page):
    page.look("taken")
    page.click("form[action$='/ask'] button")
    page.arrives("done=ask")
    page.look("asked for contacts")


def lead_of(page, path):
    leads = json.loads(page.demo.run("export", "leads", "--json"))
    return next(lead for lead in leads if lead["number"].replace("-", "") == path.split("/")[2])


def sender_answers(page, address, source):
    """Somebody of the company that sent the client comes by an invitation and answers the request."""
    unit = re.search(r"\d+", page.demo.run("staff", "unit", "Desk", "--company", source)).group()
    login = f"desk-{page.name.replace(' ', '-')}"
    invited = page.demo.run("staff", "invite", login, "--name", "Olga El", "--level", "sales", "--unit", unit, "--json")
    page.open(address + urlparse(json.loads(invited)["link"]).path)
    for field in ("#password", "#again"):
        page.write(field, "correct horse battery")
    page.click("button.button")
    page.click("#waits a[href='/requests']")
    page.element(".requests")
    page.look("request for contacts")
    page.click(".requests .buttons button")
    page.arrives("done=answered")
    page.look("request answered")
    page.sign_out()


def client_comes(page):
    """The lead's client comes to the bot by the personal link and agrees. What is possible then arrives on the open page."""
    lead = lead_of(page, page.run("return location.pathname"))
    with tempfile.TemporaryDirectory() as folder:
        said = page.demo.run("qr", "--out", folder, "--client", f"{lead['client']}@{lead['source']}", "--format", "png", "--json")
    words = WORDS[page.language]
    customer = page.demo.customer(words["name"], page.language, re.search(r"start=(\S+)", json.loads(said)[0]["link"]).group(1))
    for word in ("agree", "bank", "done", "send"):
        customer.press(words[word])
    return customer


def wait_for_consents(page):
    """Until the last consent has arrived: a consent is no event of the lead, so one looks again."""
    here = page.run("return location.origin + location.pathname")
    for _ in range(120):
        page.open(here)
        page.element("#bot")
        if page.run("return !!document.querySelector('.chat')"):
            return
        time.sleep(0.3)
    fail(f"{page.name}: the client came, but the page says {page.run('return document.querySelector(`#bot`).innerText')}")


def through_the_bot(page, customer):
    page.look("preview", allowed="АО «Демо Экспобанк»")
    shown = page.run("return document.querySelector('.bubble').innerText")
    page.click("form[action$='/send'] button")
    page.arrives("done=send")
    page.until("the client has it, without a press", "return !!document.querySelector('.stage.offered')", 20)
    page.look("sent")
    got = customer.texts()[-1]
    if re.sub(r"\s+", " ", shown) != re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", got)):
        fail(f"{page.name}: the preview {shown!r} is not what the client got {got!r}")
    customer.press(WORDS[page.language]["interested"])
    page.until("the answer, without a press", "return !!document.querySelector('.stage.interested')", 20)
    page.look("answered")


def won(page):
    page.click("form[action$='/not-reached'] button")
    page.arrives("done=not-reached")
    page.click("form[action$='/contacted'] button")
    page.arrives("done=contacted")
    page.write("#amount", "0")
    page.click("form[action$='/won'] button")
    page.element("[aria-invalid]")
    page.look("slip")
    page.run("document.getElementById('amount').value = ''")
    page.write("#amount", "120 000,50")
    page.click("form[action$='/won'] button")
    page.element(".asks")
    page.look("payment, asked once more")
    page.click(".asks form button")
    page.element(".stage.won")
    page.look("won")
    page.click("nav a[href='/']")
    page.element(".tiles")
    page.look("home of sales")
    if not page.run("return document.querySelector('.tile .note')?.innerText"):
        fail(f"{page.name}: the day does not show what was paid")


def requests(page):
    page.click("nav a[href='/leads']")
    page.click(".tabs a[href='/requests']")
    page.arrives("/requests")
    page.look("requests")


def list_and_keys(page):
    page.click("nav a[href='/leads']")
    page.element(".keep")
    page.click(".keep summary")
    page.write("#filter-name", page.name)
    page.look("keeping a filter")
    page.click("form[action='/filters'] button")
    page.arrives("done=saved")
    page.element(".saved a")
    page.click(".keep summary")
    page.click("form[action^='/filters/'][action$='/delete'] button")
    page.arrives("done=deleted")
    # One that the other rounds do not need.
    number = page.demo.query(f"SELECT number {FREE} AND NOT ({SENDABLE}) ORDER BY created_at DESC, id LIMIT 1")[0][0]
    page.click(f"label.pick input[value='{number}']")
    page.click("#bulk button")
    page.element(".report")
    page.look("several taken")
    page.click(".report a")
    page.arrives("/leads/")
    page.run("document.getElementById('lost').value = 'too_expensive'")
    page.click("form[action$='/lost'] button")
    page.arrives("done=lost")
    page.look("lost")
    page.click("nav a[href='/leads']")
    page.element(".filters")
    page.write("#q", number[:4])
    page.run("document.getElementById('status').value = 'lost'")
    page.click(".filters .button")
    page.arrives("status=lost")
    page.look("lost leads")
    page.click("nav a[href='/leads']")
    page.element("table.list")
    if "desktop" not in page.name:
        return
    page.keys("?")
    page.until("the list of keys", "return document.getElementById('keys').open")
    page.look("keys")
    page.keys("\ue00c")
    page.until("the list is closed", "return !document.getElementById('keys').open")
    page.keys("jjk")
    page.until("a row", "return document.activeElement.matches('table.list th a')")
    page.keys("/")
    page.until("the search", "return document.activeElement.id === 'q'")
    page.keys("j?")
    if page.run("return document.getElementById('q').value") != "j?":
        fail(f"{page.name}: keys act while somebody types")
    page.run("document.activeElement.blur()")
    page.keys("gh")
    page.element(".tiles")


def to_account(page):
    page.click("details.me summary")
    page.click(".menu a[href='/account']")
    page.arrives("/account")


def account(page):
    to_account(page)
    page.write("#old", "wrong password")
    page.write("#new", "staple battery horse")
    page.write("#again", "staple battery horse")
    page.click("form[action='/account/password'] button")
    page.element("[aria-invalid]")
    page.look("own account")


def head(page, address, password):
    page.sign_in("unit", password)
    page.look("home of the head")
    page.click("nav a[href='/leads']")
    page.element("#bulk-colleague")
    page.look("leads of the head")
    page.click("nav a[href='/staff']")
    page.element("table.staff")
    page.look("staff")
    page.click("details:has(form[action='/staff']) > summary")
    page.write("#name", "Oleg Kim")
    page.write("#login", "oleg kim")
    page.click("form[action='/staff'] button")
    page.element("#login[aria-invalid]")
    page.look("staff, a wrong login")
    page.run("document.getElementById('login').value = ''")
    page.write("#login", f"oleg-{page.name.replace(' ', '-')}")
    page.click("form[action='/staff'] button")
    page.element("#link")
    page.click("[data-copy='link']")
    page.until("the link is copied", "return document.querySelector('[data-copy]').textContent === document.querySelector('[data-copy]').dataset.done")
    page.look("invited")
    colleague_comes(page, page.run("return document.getElementById('link').value"))
    neglected(page)
    page.open(f"{address}/nowhere")
    page.look("not there")


def neglected(page):
    """Nobody acted in time on what the head is told of; one press gives it to a colleague, and its time begins anew."""
    page.click("nav a[href='/']")
    page.element("#waits .escalated form.pass")
    page.look("waits for the head")
    path = page.run("return document.querySelector('.escalated li:has(form) a').pathname")
    page.click(f".escalated a[href='{path}']")
    page.arrives(path)
    page.look("neglected lead")
    page.click("nav a[href='/']")
    colleague = page.run(f"return document.querySelector(\"form[action='{path}/reassign'] option:checked\").textContent.split(' · ')[0]")
    page.click(f"form[action='{path}/reassign'] button")
    page.arrives("/?done=reassign")
    page.look("passed on")
    if page.run(f"return document.querySelector(\".escalated a[href='{path}']\") !== null"):
        fail(f"{page.name}: {path} was passed on and still waits for the head")
    page.open(page.run("return location.origin") + path)
    text = page.look("passed on lead")
    if colleague not in text:
        fail(f"{page.name}: {path} does not name {colleague}, who has it now")


def colleague_comes(page, link):
    """The invited colleague chooses a password; signs in at another computer; ends what is open elsewhere; chooses another password.

    What is open elsewhere is a form with something typed: it says that the session ended, and signing in leads back to it.
    """
    first, second, fresh = page.another(), page.another(), "staple battery horse"
    first.open(link)
    first.look("invitation")
    for field in ("#password", "#again"):
        first.write(field, "correct horse battery")
    first.click("button.button")
    first.element(".tiles")
    first.look("first day")
    login = f"oleg-{page.name.replace(' ', '-')}"
    second.open(page.run("return location.origin") + "/sign-in")
    second.sign_in(login, "correct horse battery")
    to_account(second)
    second.look("two browsers")
    to_account(first)
    first.element("#live[data-state='on']")
    first.write("#old", "typed before the end")
    second.click("form[action^='/account/sessions/'] button")
    second.arrives("ended=1")
    second.look("the other signed out")
    first.until("word of the end", "return document.getElementById('live').checkVisibility()", 30)
    first.look("signed out elsewhere")
    if first.run("return document.getElementById('old').value") != "typed before the end":
        fail(f"{page.name}: what was typed is gone with the session")
    for field in ("#new", "#again"):
        first.write(field, fresh)
    first.click("form[action='/account/password'] button")
    first.arrives("unsaved=1")
    first.look("not saved")
    second.write("#old", "correct horse battery")
    for field in ("#new", "#again"):
        second.write(field, fresh)
    second.click("form[action='/account/password'] button")
    second.arrives("done=password")
    second.look("password changed")
    second.sign_out()
    first.write("#login", login)
    first.write("#password", "correct horse battery")
    first.click("button.button")
    # The page before has an alert as well.
    first.until("the old password refused", "return !location.search && document.querySelector('[role=alert]') !== null")
    first.write("#password", fresh)
    first.click("button.button")
    first.arrives("/account")
    for one in (first, second):
        one.close()
