"""The day of a data steward, who is a partner and a marketer too: threshold, versions, links, needs, posters."""
import csv, tempfile

from browser import patiently


def live(page, address, password):
    page.open(f"{address}/sign-in")
    page.sign_in("partner", password)
    page.click("nav a[href='/model/threshold']")
    page.element("table.figures")
    page.look("threshold")
    page.write("#value", "many")
    page.click("form.threshold .button")
    page.element("form.threshold [aria-invalid]")
    page.look("threshold slip")
    page.click("table.figures tr:not(.now) th a")
    page.element("#why")
    page.look("threshold preview")
    page.write("#why", "Quiet season")
    page.click("form[method=post][action='/model/threshold'] .button")
    page.arrives("done=applied")
    page.click("ol.timeline a")
    page.click("form[action='/model/threshold/undo'] .button")
    page.arrives("done=undone")
    page.element("table.figures")
    page.look("threshold undone")
    versions(page)
    links(page)
    needs(page)
    page.click("nav a[href='/posters']")
    page.look("posters")
    page.click(".posters a")
    page.element("img.poster")
    patiently("the poster is drawn", 5, lambda: page.run("return document.querySelector('img.poster').naturalWidth > 0"))
    page.write("#name", "Reception <May>")
    page.click("form[action$='/campaigns'] .button")
    page.arrives("done=1")
    page.look("campaign")
    page.click(".campaigns a[href*='/print']")
    page.element("img")
    page.element("[data-print]:not([hidden])")
    page.look("poster to print")
    page.prints("poster", 148, 210, 1)
    page.click("p.screen a")
    page.element("img.poster")


def versions(page):
    page.click(".tabs a[href='/model/versions']")
    page.look("versions")
    # One older version to choose; whoever came here before has made it, and training takes its time.
    if not page.run("return document.querySelector('form[action$=\"/choose\"]') !== null"):
        page.click("form[action='/model/versions/train'] .button")
        page.arrives("/model/versions")
        page.look("training")
        patiently("a second version", 60, lambda: page.run("return document.querySelector('form[action$=\"/choose\"]') !== null"))
    page.click("details.choose summary")
    page.click("form[action$='/choose'] .button")
    page.arrives("done=chosen")
    page.look("chosen")


def links(page):
    page.click(".tabs a[href='/model/links']")
    page.element("table.list")
    page.look("links")
    page.click("details.sure summary")
    page.click("form[action='/model/links/remove'] .button")
    page.arrives("done=removed")
    page.click(".counts a[href='/model/links/history']")
    page.element("ol.timeline")
    page.click("ol.timeline details summary")
    page.click("form[action='/model/links/undo'] .button")
    page.arrives("done=undone")
    page.look("links history")
    upload(page)
    page.click(".counts a[href='/model/links/proposals']")
    page.look("proposals")
    if page.run("return document.querySelector('form[action$=\"/accept\"]') !== null"):
        page.click("form[action$='/accept'] .button")
        page.arrives("done=accepted")


def upload(page):
    """A matrix of one pair, which the first link stands for; applied and taken back."""
    page.click(".counts a[href='/model/links']")
    page.element("table.list")
    names = page.run("return [...document.querySelectorAll('table.list tbody tr')[0].querySelectorAll('td > span')].slice(0, 2).map((e) => "
                     "[e.firstChild.textContent.trim(), e.querySelector('.muted').textContent])")
    (taken, taker), (wanted, wanter) = names
    rows = [["", "", "", "", ""], ["", "", "", "", wanted], ["", "", "", "", "ФЛ"], ["", "", "", "", wanter], ["", taken, "ФЛ", taker, "Х"]]
    with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="") as file:
        csv.writer(file).writerows(rows)
        file.flush()
        page.click(".counts a[href='/model/links/upload']")
        page.look("matrix")
        page.write("#file", file.name)
        page.click("form[action='/model/links/upload'] .button")
        page.element("form[action='/model/links/upload/apply']")
        page.look("matrix preview")
    page.click("form[action='/model/links/upload/apply'] .button")
    page.arrives("done=imported")
    page.click("ol.timeline details summary")
    page.click("form[action='/model/links/undo'] .button")
    page.arrives("done=undone")


def needs(page):
    page.click(".tabs a[href='/model/needs']")
    page.look("needs")
    page.click("table.list details summary")
    page.click("table.list details[open] option[value='']")
    page.click("table.list details[open] .button")
    page.arrives("done=")
    page.look("needs saved")
    page.click("ol.timeline details summary")
    page.click("form[action='/model/needs/undo'] .button")
    page.arrives("done=undone")
