"""What is no good XES is refused in both languages, quickly, and nothing of it stays behind."""

import gzip
import http.server
import threading
import time
import zlib
from pathlib import Path

import pytest

from unit.data.xes_examples import END, START, log, read, refused, sentences, trace, write

GOOD = log(trace("a", "Melding", "Gesprek"), trace("b", "Melding"))


def doctype(inside: str) -> str:
    """The good log with a document type declaration and a use of its entity."""
    declared = START.replace("<log", f"<!DOCTYPE log [{inside}]>\n<log")
    return log(trace("a", "&x;"), start=declared)


LAUGHS = '<!ENTITY x "ha">' + "".join(f'<!ENTITY x{n} "{"&x;" * 10}">' for n in range(10))


# What is said of each: after "log.xes, regel N: " and "log.xes, line N: ".
SAID = {
    "doctype": (
        "het bestand heeft een DOCTYPE. Om veiligheidsredenen lezen we dat niet; haal de DOCTYPE weg.",
        "the file has a DOCTYPE. For safety we do not read that; remove the DOCTYPE.",
    ),
    "depth": (
        "onderdelen zitten hier dieper in elkaar dan 100 lagen. Dat lezen we niet.",
        "elements are nested deeper here than 100 levels. We do not read that.",
    ),
    "character": (
        "hier staat een teken dat niet in XML mag of geen geldige UTF-8 is. Sla het bestand op als UTF-8.",
        "here is a character that XML does not allow, or that is not valid UTF-8. Save the file as UTF-8.",
    ),
    "entity": (
        "hier staat een verwijzing (&...;) die XML niet kent. Toegestaan: &amp; &lt; &gt; &quot; &apos; en tekens met "
        "een nummer.",
        "here is a reference (&...;) that XML does not know. Allowed: &amp; &lt; &gt; &quot; &apos; and characters by "
        "number.",
    ),
    "malformed": ("dit is geen goed gevormde XML.", "this is not well-formed XML."),
    "tag": (
        "dit onderdeel sluit een ander dan er open staat.",
        "this element closes another one than is open.",
    ),
    "cut": (
        "het bestand houdt hier op voordat het log af is. Haal of maak het opnieuw.",
        "the file stops here before the log is complete. Fetch or make it again.",
    ),
    "encoding": (
        "de tekencodering die het bestand noemt, kennen we niet of klopt niet. Sla het bestand op als UTF-8.",
        "the character encoding that the file names is unknown or wrong. Save the file as UTF-8.",
    ),
    "root": (
        "het bestand begint met <html>. Een XES-log begint met <log>.",
        "the file begins with <html>. An XES log begins with <log>.",
    ),
    "no_xml": (
        "dit is geen XML. Een XES-bestand begint met <?xml of <log>.",
        "this is not XML. An XES file begins with <?xml or <log>.",
    ),
    "no_key": ("een attribuut heeft geen key.", "an attribute has no key."),
}


@pytest.mark.parametrize(
    ("said", "line", "text"),
    [
        ("doctype", 2, doctype(LAUGHS)),
        ("doctype", 2, doctype(f'<!ENTITY x "{"a" * 100_000}">').replace("&x;", "&x;" * 1000)),
        ("doctype", 2, GOOD.replace("<log ", '<!DOCTYPE log SYSTEM "log.dtd">\n<log ')),
        ("depth", 8, log(trace("a", "x").replace("</event>", '<string key="n" value="1">' * 100_000))),
        ("depth", 3, log("<a>" * 100_000)),
        ("character", 10, GOOD.encode().replace(b"Gesprek", b"Gespr\xebk")),
        ("character", 10, GOOD.replace("Gesprek", "Gespr&#0;k")),
        ("character", 10, GOOD.replace("Gesprek", "Gespr\0k")),
        ("character", 10, GOOD.replace("Gesprek", "Gespr\uffffk")),
        ("entity", 10, GOOD.replace("Gesprek", "Gespr&euml;k")),
        ("malformed", 10, GOOD.replace("Gesprek", "a < b")),
        ("malformed", 10, GOOD.replace("Gesprek", "R&D")),
        ("tag", 12, GOOD.replace("</event>\n</trace>", "</trace>", 1)),
        ("cut", 19, GOOD[:-20]),
        ("cut", 3, START),
        ("encoding", 1, GOOD.replace("UTF-8", "klingon-8")),
        ("root", 2, GOOD.replace("log ", "html ").replace("/log", "/html")),
        ("no_xml", 1, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("no_xml", 1, "case,activity\n1,Melding\n"),
        ("no_key", 10, GOOD.replace('<string key="concept:name" value="Gesprek"/>', '<string value="Gesprek"/>')),
    ],
)
def test_refused_with_the_line(tmp_path: Path, said: str, line: int, text: str | bytes) -> None:
    begun = time.monotonic()
    dutch, english = SAID[said]
    assert sentences(refused(write(tmp_path, text))) == (
        f"log.xes, regel {line}: {dutch}",
        f"log.xes, line {line}: {english}",
    )
    assert time.monotonic() - begun < 2


def test_a_log_without_events_and_one_with_too_many_keys(tmp_path: Path) -> None:
    assert sentences(refused(write(tmp_path, log("<trace></trace>")))) == (
        "log.xes: er staat geen enkel event in dit log.",
        "log.xes: this log holds no event at all.",
    )
    keys = "".join(f'<int key="k{n}" value="1"/>' for n in range(3000))
    assert sentences(refused(write(tmp_path, log(trace("a", "x").replace("</event>", f"{keys}</event>"))))) == (
        "log.xes: het log heeft meer dan 2.000 verschillende attributen. Meer lezen we er niet.",
        "log.xes: the log has more than 2,000 different attributes. We do not read more.",
    )


@pytest.mark.parametrize("name", ["log.xes", "log.xes.gz"])
@pytest.mark.parametrize("in_trace", [True, False])
def test_a_value_of_fifty_megabytes(tmp_path: Path, name: str, in_trace: bool) -> None:
    long = "x" * 50_000_000
    text = log(trace("a", long)) if in_trace else GOOD.replace('"1.0">', f'"1.0" note="{long}">')
    path = write(tmp_path, text, name)
    if name.endswith("gz"):  # one letter repeated packs as a bomb does, and may be refused as one
        path.write_bytes(gzip.compress(text.encode(), compresslevel=0))
    begun = time.monotonic()
    dutch, english = sentences(refused(path))
    line = 6 if in_trace else 2
    assert dutch == f"{name}, regel {line}: een waarde is langer dan 1.000.000 tekens. Langer lezen we niet."
    assert english == f"{name}, line {line}: a value is longer than 1,000,000 characters. We do not read longer ones."
    assert time.monotonic() - begun < 4


def test_a_value_just_within_and_just_beyond_the_limit(tmp_path: Path) -> None:
    found, _ = read(write(tmp_path, log(trace("a", "x" * 1_000_000), trace("b", "y"))))
    assert found.rows == 2
    assert refused(write(tmp_path, log(trace("a", "x" * 1_000_001)))).problems[0].code == "xes_value_too_long"


def test_a_gzip_bomb_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "log.xes.gz"
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    body = (trace("a", "x") + " " * 100_000).encode() * 10
    with path.open("wb") as file:
        file.write(packer.compress(START.encode()))
        for _ in range(200):
            file.write(packer.compress(body))
        file.write(packer.compress(END.encode()) + packer.flush())
    assert 200 * len(body) > 64 << 20
    dutch, english = sentences(refused(path))
    assert dutch.startswith("log.xes.gz pakt uit tot meer dan ")
    assert english.startswith("log.xes.gz unpacks to more than ")


@pytest.mark.parametrize("damage", ["cut", "flipped", "tail", "none"])
def test_damaged_gzip(tmp_path: Path, damage: str) -> None:
    data = bytearray(gzip.compress(GOOD.encode()))
    if damage == "cut":
        data = data[:-10]
    elif damage == "flipped":
        data[-6] ^= 255
    elif damage == "tail":
        data += b"more"
    else:
        data = data[:2]
    path = tmp_path / "log.xes.gz"
    path.write_bytes(data)
    assert refused(path).problems[0].code == "gzip_broken"


def test_an_empty_and_an_absent_file(tmp_path: Path) -> None:
    for name in ("log.xes", "log.xes.gz"):
        assert refused(write(tmp_path, "", name)).problems[0].code == "file_empty"
    assert refused(tmp_path / "nothing.xes").problems[0].code == "file_missing"
    assert refused(tmp_path).problems[0].code == "file_missing"


def test_no_file_is_read_and_no_host_is_called(tmp_path: Path) -> None:
    canary = tmp_path / "canary.txt"
    canary.write_text("SECRET-CANARY", encoding="utf-8")
    called: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            called.append(self.path)

    with http.server.HTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/x"
        for target in (canary.as_uri(), address):
            entity = f'<!ENTITY x SYSTEM "{target}">'
            parameter = f'<!ENTITY % p SYSTEM "{target}"> %p;'
            texts = [
                doctype(entity),
                doctype(parameter),
                GOOD.replace("<log ", f'<!DOCTYPE log SYSTEM "{target}"><log '),
            ]
            for text in texts:
                refusal = refused(write(tmp_path, text))
                assert refusal.problems[0].code == "xes_dtd"
                assert "CANARY" not in "".join(sentences(refusal))
        server.shutdown()
    assert called == []
