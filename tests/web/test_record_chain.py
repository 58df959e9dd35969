"""The record: nothing can be changed, removed, moved or cut off unseen; nobody writes over anybody; it can be taken."""

import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from oracle.plenty import plenty
from schakel.chain.problem import Refusal
from schakel.web.access.models import Network
from schakel.web.record.append import append, line_of
from schakel.web.record.chain import START, Line, first_break, line_hash
from schakel.web.record.kept import check_kept
from schakel.web.record.lines_file import check_file, to_lines
from schakel.web.record.models import Entry, Head
from web.place import As

LINES = plenty(300, 1000)
Tamper = Callable[[list[Line], int, random.Random], list[Line]]


def chained(n: int, rng: random.Random) -> list[Line]:
    """A record of n lines with all sorts of content."""
    lines: list[Line] = []
    previous = START
    for seq in range(1, n + 1):
        body = {"n": rng.randint(0, 9), "name": rng.choice(("Ria", "O'Neil\r\nx", "é\u2028", '","hash":"')), "on": None}
        values = {"kind": rng.choice(("published", "comment_made")), "body": body}
        lines.append(Line(seq, values, previous, line_hash(previous, seq, values)))
        previous = lines[-1].hash
    return lines


def deleted(lines: list[Line], at: int, rng: random.Random) -> list[Line]:
    """Without a line; the lines after it keep their numbers, or are numbered anew by somebody cleverer."""
    rest = lines[at + 1 :]
    if rng.random() < 0.5:
        rest = [Line(line.seq - 1, line.values, line.previous, line.hash) for line in rest]
    return lines[:at] + rest


def edited(lines: list[Line], at: int, rng: random.Random) -> list[Line]:
    """With another word in a line; its own hash made anew, or not."""
    old = lines[at]
    values = {**(old.values or {}), "kind": "nothing_happened"}
    made = line_hash(old.previous, old.seq, values) if rng.random() < 0.5 else old.hash
    return [*lines[:at], Line(old.seq, values, old.previous, made), *lines[at + 1 :]]


def swapped(lines: list[Line], at: int, rng: random.Random) -> list[Line]:
    """With the content of two lines exchanged, and all their own hashes right."""
    other = (at + rng.randint(1, len(lines) - 1)) % len(lines)
    found = list(lines)
    for here, there in ((at, other), (other, at)):
        seq, previous = lines[here].seq, lines[here].previous
        values = {**(lines[there].values or {}), "moved": there}
        found[here] = Line(seq, values, previous, line_hash(previous, seq, values))
    return found


def truncated(lines: list[Line], at: int, rng: random.Random) -> list[Line]:
    """Cut off from a line on; what is left is a perfect chain."""
    return lines[:at]


@pytest.mark.parametrize("tamper", [deleted, edited, swapped, truncated])
def test_each_tampered_record_shows(tamper: Tamper) -> None:
    rng = random.Random(1)  # noqa: S311 -- a test's own chance
    lines = chained(LINES, rng)
    head = lines[-1].seq, lines[-1].hash
    assert first_break(lines, *head) is None
    found = [first_break(tamper(lines, at, rng), *head) for at in range(LINES)]
    assert sum(broken is not None for broken in found) == LINES
    assert all(broken is not None and broken <= at + 2 for at, broken in enumerate(found))


def test_a_new_tail_and_a_forged_head_show_at_the_other_end() -> None:
    lines = chained(20, random.Random(2))  # noqa: S311 -- a test's own chance
    more = chained(21, random.Random(2))  # noqa: S311 -- a test's own chance
    assert first_break(more, lines[-1].seq, lines[-1].hash) == 22
    assert first_break([], lines[-1].seq, lines[-1].hash) == 1
    assert first_break([], 0, START) is None


def test_line_ends_in_names_make_no_lines(tmp_path: Path, network: Network) -> None:
    for name in ("Ria\r\nJan", '"}\n{"head":{"seq":0}}', "a\u2028b\u0085c", "\x00"):
        append("published", f"publication:1\r\n{name}"[:50], network=network, body={"name": name})
    end = Head.objects.get()
    file = tmp_path / "record.jsonl"
    lines = [line_of(entry) for entry in Entry.objects.order_by("seq")]
    file.write_text("".join(to_lines(lines, end.seq, end.hash)), encoding="utf-8")
    assert len(file.read_bytes().splitlines()) == end.seq + 1
    checked = check_file(file)
    assert (checked.lines, checked.closed, checked.broken) == (end.seq, 0, None)


def test_a_file_that_was_touched_or_is_no_record(tmp_path: Path) -> None:
    lines = chained(5, random.Random(3))  # noqa: S311 -- a test's own chance
    texts = list(to_lines(lines, 5, lines[-1].hash))
    file = tmp_path / "record.jsonl"
    file.write_text("".join([*texts[:2], texts[2].replace("kind", "kinn"), *texts[3:]]))
    assert check_file(file).broken == 3
    for wrong in ("".join(texts[:-1]), "x", "".join([*texts, texts[0]]), "[]\n", ""):
        file.write_text(wrong)
        with pytest.raises(Refusal):
            check_file(file)
    closed = [Line(line.seq, None, line.previous, line.hash) if line.seq == 2 else line for line in lines]
    file.write_text("".join(to_lines(closed, 5, lines[-1].hash)))
    assert (check_file(file).closed, check_file(file).broken) == (1, None)


APPENDING = """
import sys
from pathlib import Path
from schakel.web.database import open_workspace
open_workspace(Path(sys.argv[1]))
from schakel.web.record.append import append
for turn in range(15):
    append("published", f"publication:{sys.argv[2]}{turn}")
"""


def test_two_processes_append_at_once_without_a_gap(tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    run = [sys.executable, "-c"]
    new = "from schakel.command import main; main()"
    subprocess.run([*run, new, "workspace", "new", str(root)], check=True, capture_output=True)
    both = [subprocess.Popen([*run, APPENDING, str(root), name]) for name in ("1", "2")]
    assert [one.wait(120) for one in both] == [0, 0]
    checked = subprocess.run(
        [*run, new, "record", "check", str(root), "--lang", "en"], check=True, capture_output=True, text=True
    )
    assert checked.stdout.strip() == "The chain holds up to and including line 30."


def test_the_page_tells_that_the_chain_holds_or_from_where_it_does_not(signed_in: As, network: Network) -> None:
    client = signed_in("privacy")
    for turn in range(3):
        append("published", f"publication:{turn}", network=network)
    address = f"/n/{network.slug}/sharing/record"
    assert "De keten klopt tot regel 3" in client.get(address).content.decode()
    Entry.objects.filter(seq=2).update(kind="comment_made")
    assert "klopt niet vanaf regel 2" in client.get(address).content.decode()
    assert check_kept().broken == 2
    Entry.objects.filter(seq=3).delete()
    Entry.objects.filter(seq=2).update(kind="published")
    assert "klopt niet vanaf regel 3" in client.get(address).content.decode()


def test_the_file_holds_other_networks_only_as_hashes(
    signed_in: As, network: Network, other_network: Network, tmp_path: Path
) -> None:
    append("published", "publication:1", network=network)
    append("published", "publication:GEHEIM", network=other_network, body={"what": "GEHEIM"})
    answer = signed_in("director").post(f"/n/{network.slug}/sharing/record.jsonl")
    file = tmp_path / "record.jsonl"
    file.write_bytes(answer.content)
    assert b"GEHEIM" not in answer.content
    checked = check_file(file)
    assert (checked.lines, checked.closed, checked.broken) == (3, 1, None)
    assert json.loads(answer.content.splitlines()[2])["values"]["kind"] == "record_taken"


def test_filters_and_languages(signed_in: As, network: Network, other_network: Network) -> None:
    append("published", "publication:7", network=network)
    append("source_withdrawn", "source:toegang", network=network)
    append("published", "publication:99", network=other_network)
    client = signed_in("director")
    address = f"/n/{network.slug}/sharing/record"
    both = client.get(address).content.decode()
    assert "legde publicatie 7 vast" in both
    assert "publicatie 99" not in both
    only = client.get(address, {"kind": "source_withdrawn"}).content.decode()
    assert "trok de bron &#x27;toegang&#x27; terug" in only
    assert "legde publicatie 7 vast" not in only
    assert "legde publicatie 7 vast" not in client.get(address, {"until": "2001-01-01", "since": "z"}).content.decode()
    client.cookies["schakel-lang"] = "en"
    assert "kept publication 7" in client.get(address).content.decode()
