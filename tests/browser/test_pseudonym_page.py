"""The offline page in a browser from the disk: the same bytes as the command, the same refusals, and no connection."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.barriers import barriers
from browser.test_report_page import RULES
from oracle.plenty import plenty
from schakel.chain.problem import Refusal
from schakel.data.mapping import FileForm
from schakel.data.pseudonymise.columns import KNOWN_IDS, Asked
from schakel.data.pseudonymise.pseudonymise import pseudonymise
from schakel.sharing.bsn import contains_bsn, says_bsn
from schakel.sharing.offline_page import offline_page
from schakel.sharing.source_key import ROLES, SourceKey, new_key, read_key
from schakel.sharing.source_pseudonym import TEST_ID, AtSource, normalised
from unit.data.source_files import DOMAIN, STRANGE, as_people_write, many, persons

pytestmark = pytest.mark.browser

WINDOWS = 'bsn;cliënt;notitie\r\n111222333;Zoë;€ 5 – “ja”\r\n10000008;Noël;"één;\r\ntwee"\r\n'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page, and a key of each role."""
    made = tmp_path_factory.mktemp("offline")
    (made / "page.html").write_text(offline_page("nl", KNOWN_IDS), encoding="utf-8")
    for role in ROLES:
        new_key(made / role, role)
    return made


@pytest.fixture
def page(browser: Browser, folder: Path) -> Iterator[Page]:
    """The page as a partner opens it: from the disk, without a network. Any request but that for itself is a fault."""
    context = browser.new_context(offline=True, viewport={"width": 900, "height": 900})
    opened = context.new_page()
    asked: list[str] = []
    faults: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    opened.goto((folder / "page.html").as_uri())
    yield opened
    context.close()
    assert [url for url in asked if not url.startswith(("file:", "blob:"))] == []
    assert faults == []


def fill(page: Page, key: Path, source: Path, domain: str = DOMAIN, encoding: str = "utf-8") -> None:
    page.locator("#key").set_input_files(key)
    page.locator("#domain").fill(domain)
    page.locator("#encoding").select_option(encoding)
    page.locator("#file").set_input_files([])
    page.locator("#file").set_input_files(source)
    expect(page.locator("#columns table, #outcome p").first).to_be_visible()


def choose(page: Page, **uses: str) -> None:
    for name, use in uses.items():
        row = page.locator("#columns tbody tr").filter(has=page.locator("th", has_text=name).first)
        row.locator("select").select_option(use)


def made(page: Page, folder: Path) -> bytes:
    page.locator("#make").click()
    expect(page.locator("#download")).to_be_visible()
    with page.expect_download() as waiting:
        page.locator("#download").click()
    waiting.value.save_as(folder / "downloaded.csv")
    return (folder / "downloaded.csv").read_bytes()


def command(source: Path, key: Path, asked: Asked, encoding: str | None = None) -> bytes:
    out = source.with_suffix(".out.csv")
    pseudonymise(source, out, read_key(key), DOMAIN, asked, form=FileForm(encoding=encoding))
    return out.read_bytes()


def test_the_same_bytes_as_the_command(page: Page, folder: Path, tmp_path: Path) -> None:
    """All strange files one after the other, and one with thousands of rows that is read in several pieces."""
    files = {f"{n}.csv": content for n, content in enumerate(STRANGE.values())}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        fill(page, folder / "partner", tmp_path / name)
        if "cliënt".encode() in content:
            choose(page, cliënt="keep")
        assert made(page, tmp_path) == command(tmp_path / name, folder / "partner", Asked(ids=("bsn",))), content
    many(tmp_path / "many.csv", 3000)
    fill(page, folder / "partner", tmp_path / "many.csv")
    expected = command(tmp_path / "many.csv", folder / "partner", Asked(ids=("bsn", "zaaknummer")))
    assert made(page, tmp_path) == expected
    # The custodian's step, on what the partner made.
    (tmp_path / "first.csv").write_bytes(expected)
    fill(page, folder / "custodian", tmp_path / "first.csv")
    second = command(tmp_path / "first.csv", folder / "custodian", Asked(ids=("pseudoniem", "zaaknummer")))
    assert made(page, tmp_path) == second
    assert b"pseudoniem" in second


@pytest.mark.parametrize(("choice", "encoding"), [("windows-1252", "windows-1252"), ("utf-16le", "utf-16-le")])
def test_other_encodings(page: Page, folder: Path, tmp_path: Path, choice: str, encoding: str) -> None:
    (tmp_path / "in.csv").write_bytes(WINDOWS.encode(encoding))
    fill(page, folder / "own", tmp_path / "in.csv", encoding=choice)
    choose(page, notitie="drop")
    assert made(page, tmp_path) == command(
        tmp_path / "in.csv", folder / "own", Asked(ids=("bsn", "cliënt"), drop=("notitie",)), encoding
    )
    fill(page, folder / "own", tmp_path / "in.csv")
    expect(page.locator("#outcome")).to_contain_text("Windows-1252")
    expect(page.locator("#make")).to_be_disabled()


REFUSED = {
    "bsn_value": b"bsn,notitie\n111222333,a\n123456782,tel 111.222.333 ok\n",
    "row_long": b"bsn,notitie\n111222333,a,b\n",
    "row_short": b"bsn,notitie\n111222333\n",
    "quote_open": b'bsn,notitie\n111222333,"a\nb\n',
    "quote_stray": b'bsn,notitie\n111222333,"a"b\n',
    "header_double": b"bsn,bsn\n1,2\n",
    "bsn_heading": b"bsn,111222333\n1,2\n",
    "stage_first": b"bsn,n\nv" + b"b" * 32 + b",2\n",
    "no_rows": b"bsn,n\n",
    "nul_byte": b"bsn,n\n1,\0\n",
    "file_empty": b"",
    "file_blank": b" \n\n",
}


def test_the_same_refusals_as_the_command(page: Page, folder: Path, tmp_path: Path) -> None:
    for code, content in REFUSED.items():
        (tmp_path / "in.csv").write_bytes(content)
        with pytest.raises(Refusal) as refused:
            command(tmp_path / "in.csv", folder / "partner", Asked(ids=("bsn",)))
        problem = refused.value.problems[0]
        assert problem.code.removeprefix("source_") == code
        fill(page, folder / "partner", tmp_path / "in.csv")
        outcome = page.locator("#outcome")
        if page.locator("#make").is_enabled():
            page.locator("#make").click()
        expect(outcome).to_contain_text("niets gemaakt")
        told = outcome.inner_text()
        assert problem.row is None or problem.row == 1 or f"ij {problem.row}" in told or code == "nul_byte", told
        assert problem.column in told
        assert "111222333" not in told
        assert page.locator("#download").count() == 0


def test_a_file_that_changed_meanwhile(page: Page, folder: Path, tmp_path: Path) -> None:
    many(tmp_path / "in.csv", 20)
    fill(page, folder / "partner", tmp_path / "in.csv")
    (tmp_path / "in.csv").write_bytes(b"bsn\n111222333\n")
    page.locator("#make").click()
    expect(page.locator("#outcome")).to_contain_text("Kies het opnieuw")


def test_rules_are_the_same_on_many_texts(page: Page) -> None:
    """What is normalised to what, and what looks like a BSN, sign by sign as Python says it."""
    draw = random.Random(11)  # noqa: S311
    signs = "0123456789" * 3 + " .-/:T\u00a0\ufeff" + 'bsnZé٣"'
    texts = ["".join(draw.choices(signs, k=draw.randrange(1, 24))) for _ in range(3000)]
    texts += [as_people_write(bsn, turn) for turn, bsn in enumerate(persons(500))]
    around = ("{}", "bsn {}", "BSN-nr: {}", "x{}", "{}0", "op 2025-01-02: {}.", "sofinummer is {}", "\x1c{}\x85", "é{}")
    texts += [draw.choice(around).format(bsn) for bsn in persons(600, 9)]
    texts += [f"{y}{m:02}{d:02}" for y in (1899, 1900, 2024, 2099, 2100) for m in (0, 2, 13) for d in (0, 28, 29, 30)]
    texts += ["12-1-24", "2024-01-31T10:00:00.123+01:00", "31.01.2024 9:30", "e\u0301", "000000000", "00000000.0"]
    assert page.evaluate("texts => texts.map(normalised)", texts) == [normalised(text) for text in texts]
    assert page.evaluate("texts => texts.map(containsBsn)", texts) == [contains_bsn(text) for text in texts]
    heads = [
        "BSN",
        "bsn_nummer",
        "clientBSN",
        "Burgerservicenummer",
        "sofi nr",
        "BSN2",
        "absn",
        "naam",
        "bsn.partner",
        "Bsn",
    ]
    assert page.evaluate("heads => heads.map(saysBsn)", heads) == [says_bsn(head) for head in heads]


def test_both_ways_to_hash_give_the_same(page: Page, folder: Path) -> None:
    """Lengths around the blocks of SHA-256, by the browser's own and by the page's."""
    script = """async ([secret, messages]) => {
        const bytes = Uint8Array.from(secret);
        const told = messages.map((text) => new TextEncoder().encode(text));
        const hex = (all) => all.map((one) => [...one].map((b) => b.toString(16).padStart(2, "0")).join(""));
        return [isSecureContext, hex(await hmacOf(bytes).then((f) => f(told))), hex(await ownHmac(bytes)(told))];
    }"""
    import hmac

    messages = ["é" * (n // 2) + "a" * (n % 2) for n in [*range(70), 119, 120, 127, 128, 1000]]
    secret = read_key(folder / "own").key.secret
    secure, by_browser, by_us = page.evaluate(script, [list(secret), messages])
    assert secure
    assert by_browser == by_us == [hmac.digest(secret, m.encode(), "sha256").hex() for m in messages]


def test_without_the_browser_s_own_the_bytes_are_the_same(browser: Browser, folder: Path, tmp_path: Path) -> None:
    context = browser.new_context(offline=True)
    context.add_init_script("Object.defineProperty(globalThis, 'isSecureContext', { value: false });")
    opened = context.new_page()
    opened.goto((folder / "page.html").as_uri())
    assert opened.evaluate("isSecureContext") is False
    many(tmp_path / "in.csv", 400)
    fill(opened, folder / "partner", tmp_path / "in.csv")
    expected = command(tmp_path / "in.csv", folder / "partner", Asked(ids=("bsn", "zaaknummer")))
    assert made(opened, tmp_path) == expected
    context.close()


def test_both_sides_compare_the_same(page: Page, folder: Path) -> None:
    for role in ("partner", "custodian", "own"):
        key: SourceKey = read_key(folder / role)
        page.locator("#key").set_input_files(folder / role)
        page.locator("#domain").fill(DOMAIN)
        expect(page.locator("#key-told")).to_contain_text(AtSource(key, DOMAIN).test_name())
        expect(page.locator("#key-told")).to_contain_text(key.fingerprint)
    page.locator("#domain").fill("Linde waard")
    expect(page.locator("#key-told .wrong")).to_be_visible()
    page.locator("#key").set_input_files(folder / "page.html")
    expect(page.locator("#key-told .wrong")).to_be_visible()
    assert TEST_ID not in page.content() or not contains_bsn(TEST_ID)


def test_no_value_and_no_key_is_shown(page: Page, folder: Path, tmp_path: Path) -> None:
    people = many(tmp_path / "in.csv", 50)
    fill(page, folder / "partner", tmp_path / "in.csv")
    made(page, tmp_path)
    held = page.content() + str(page.evaluate("[...document.querySelectorAll('input')].map(i => i.value)"))
    assert read_key(folder / "partner").key.secret.hex() not in held
    assert not any(bsn in held for bsn in people)
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize(("lang", "width"), [("nl", 360), ("en", 1280)])
def test_axe_finds_nothing(page: Page, folder: Path, tmp_path: Path, lang: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    if lang == "en":
        page.locator("#language").click()
    expect(page.locator("html")).to_have_attribute("lang", lang)
    many(tmp_path / "in.csv", 20)
    fill(page, folder / "partner", tmp_path / "in.csv")
    made(page, tmp_path)
    assert barriers(page, RULES) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_nothing_gets_out(browser: Browser, folder: Path) -> None:
    """The page's own policy stops every way to the outside, also for code that would be put into it."""
    page = browser.new_page()
    page.goto((folder / "page.html").as_uri())
    tries = """async () => {
        const stopped = [];
        document.addEventListener("securitypolicyviolation", (e) => stopped.push(e.effectiveDirective));
        await fetch("http://127.0.0.1:9/x").catch(() => 0);
        new Image().src = "http://127.0.0.1:9/y.png";
        const script = document.createElement("script");
        script.textContent = "globalThis.wasRun = 1";
        document.body.append(script);
        await new Promise((resolve) => setTimeout(resolve, 200));
        return [stopped.sort(), globalThis.wasRun ?? 0];
    }"""
    stopped, was_run = page.evaluate(tries)
    page.close()
    assert stopped == ["connect-src", "img-src", "script-src-elem"]
    assert was_run == 0


def test_random_files_have_the_same_outcome(page: Page, folder: Path, tmp_path: Path) -> None:
    """Bytes, or the same refusal at the same row, of files of signs that readers of CSV stumble over."""
    draw, contents = random.Random(21), []  # noqa: S311
    cells = ["111222333", "10000008", "Z-1", "", "a", '"', '""', '"a"', '"b,c"', '"d;e\r\n"', "é", " x ", "123456782"]
    for _ in range(plenty(150, 1500)):
        delimiter, end = draw.choice(",;\t|"), draw.choice(("\n", "\r\n", "\r", "\n\n"))
        weights = [6, 2, 6, 3, 6, 0.1, 1, 3, 1, 2, 2, 2, 0.2]
        rows = [["bsn", "n", "m"], *(draw.choices(cells, weights, k=3) for _ in range(draw.randrange(1, 6)))]
        for row in rows[1:]:
            row[1:] = [cell if not cell.isdigit() or draw.random() < 0.1 else "c" for cell in row[1:]]
        if draw.random() < 0.1:
            rows[-1] = rows[-1][:2]
        contents.append(end.join(delimiter.join(row) for row in rows) + draw.choice((end, "")))
    script = """async ([role, secret, domain, contents]) => {
        const outcomes = [];
        for (const content of contents) {
            const key = { role, secret: Uint8Array.from(secret) };
            try {
                const file = new File([content], "in.csv");
                const uses = ["id", "keep", "keep"];
                outcomes.push(await (await pseudonymised(file, "utf-8", key, domain, uses, () => 0)).blob.text());
            } catch (error) {
                const { code, told } = error.wrongs ? error.wrongs.found[0] : error;
                outcomes.push([code, told.row ?? null]);
            }
        }
        return outcomes;
    }"""
    key = read_key(folder / "partner")
    by_page = page.evaluate(script, [key.role, list(key.key.secret), DOMAIN, contents])
    by_command: list[Any] = []
    for content in contents:
        (tmp_path / "in.csv").write_bytes(content.encode())
        try:
            by_command.append(command(tmp_path / "in.csv", folder / "partner", Asked(ids=("bsn",))).decode())
        except Refusal as refused:
            problem = refused.problems[0]
            by_command.append([problem.code.removeprefix("source_"), problem.row])
    assert sum(isinstance(one, str) for one in by_command) in range(len(contents) // 4, len(contents) * 9 // 10)
    for content, ours, theirs in zip(contents, by_command, by_page, strict=True):
        assert ours == theirs, repr(content)
