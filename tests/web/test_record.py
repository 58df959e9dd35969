"""The record under people who act at once: nothing lost, nothing doubled, one chain; on SQLite and on PostgreSQL."""

import threading

import pytest
from django.db import connection, transaction

from schakel.web.record.append import append, line_of
from schakel.web.record.chain import first_break
from schakel.web.record.models import Entry, Head

PEOPLE, ACTS = 6, 5


def _act(number: int, start: threading.Barrier, failed: list[BaseException]) -> None:
    try:
        start.wait()
        for turn in range(ACTS):
            with transaction.atomic():
                append("tried", f"{number}-{turn}")
    except BaseException as error:
        failed.append(error)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_people_who_act_at_once_make_one_chain_also_when_it_begins() -> None:
    assert not Head.objects.exists()
    start, failed = threading.Barrier(PEOPLE), list[BaseException]()
    threads = [threading.Thread(target=_act, args=(number, start, failed)) for number in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    head = Head.objects.get()
    entries = list(Entry.objects.order_by("seq"))
    assert len({entry.subject for entry in entries}) == len(entries) == head.seq == PEOPLE * ACTS
    assert first_break(map(line_of, entries), head.seq, head.hash) is None


@pytest.mark.django_db(transaction=True)
def test_what_is_undone_leaves_no_line_and_no_gap() -> None:
    append("kept", "1")
    with transaction.atomic():
        append("undone")
        transaction.set_rollback(True)
    append("kept", "2")
    head = Head.objects.get()
    entries = list(Entry.objects.order_by("seq"))
    assert [entry.subject for entry in entries] == ["1", "2"]
    assert first_break(map(line_of, entries), head.seq, head.hash) is None


@pytest.mark.django_db
def test_a_line_comes_back_as_it_was_hashed_from_every_database() -> None:
    strange = {"nul": "a\0b", "half": "\ud800", "big": 1e16, "huge": 1.5e300, "small": 1e-7, "zero": -0.0, "one": 1.0}
    append("kept", "x\0y\udfff", body={**strange, "more": [strange, "\u2028", 2**70, None, True], "k\0": 1})
    append("kept", "é" * 300)
    head = Head.objects.get()
    assert first_break(map(line_of, Entry.objects.order_by("seq")), head.seq, head.hash) is None
