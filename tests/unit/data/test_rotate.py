"""A new custodian key: the list, files carried over by it, and that both ways come to the same bytes."""

from pathlib import Path

import pytest

from schakel.chain.problem import Refusal
from schakel.data.pseudonymise.columns import Asked
from schakel.data.pseudonymise.pseudonymise import pseudonymise
from schakel.data.pseudonymise.rotate import carry_over, make_list, read_list
from schakel.sharing.pseudonym import Key
from schakel.sharing.source_key import SourceKey
from schakel.sharing.source_pseudonym import AtSource
from unit.data.source_files import CUSTODIAN, DOMAIN, PARTNER, many

FRESH = SourceKey("custodian", Key(b"\x0f" * 32))
IDS = Asked(ids=("pseudoniem", "zaaknummer"))


def code_of(refused: pytest.ExceptionInfo[Refusal]) -> str:
    return refused.value.problems[0].code


@pytest.fixture
def delivered(tmp_path: Path) -> tuple[Path, Path]:
    """Files of two partners as the custodian gets them."""
    made = []
    for seed in (3, 4):
        many(tmp_path / f"{seed}.csv", 200, seed)
        made.append(tmp_path / f"partner-{seed}.csv")
        pseudonymise(tmp_path / f"{seed}.csv", made[-1], PARTNER, DOMAIN, Asked(ids=("bsn", "zaaknummer")))
    return made[0], made[1]


def test_golden_round_trip(delivered: tuple[Path, Path], tmp_path: Path) -> None:
    """What was made with the old key and carried over, is what the new key makes; and back again."""
    pairs_file = tmp_path / "list.csv"
    done = make_list(delivered, pairs_file, CUSTODIAN, FRESH, DOMAIN, IDS.ids)
    pairs = read_list(pairs_file)
    assert done.pseudonyms == len(pairs) == len(set(pairs.values()))
    assert not set(pairs) & set(pairs.values())
    for source in delivered:
        old, new, moved, back = (tmp_path / f"{name}.csv" for name in ("old", "new", "moved", "back"))
        pseudonymise(source, old, CUSTODIAN, DOMAIN, IDS)
        pseudonymise(source, new, FRESH, DOMAIN, IDS)
        carry_over(pairs, old, moved, IDS.ids)
        assert moved.read_bytes() == new.read_bytes() != old.read_bytes()
        carry_over({b: a for a, b in pairs.items()}, moved, back, IDS.ids)
        assert back.read_bytes() == old.read_bytes()


def test_known_list(tmp_path: Path) -> None:
    """Written down once: the list must be the same next year, byte for byte."""
    (tmp_path / "in.csv").write_text("client,stap\n" + AtSource(PARTNER, DOMAIN).name("111222333") + ",a\n")
    done = make_list([tmp_path / "in.csv"], tmp_path / "list.csv", CUSTODIAN, FRESH, DOMAIN, ["client"])
    assert (
        tmp_path / "list.csv"
    ).read_text() == "old,new\nwfbdmrfbffphqsnslbkhkbdfsbcftpplj,wmjhjsltnstgrcqfmhjrkmhfhpqqrsrhc\n"
    assert (done.pseudonyms, len(done.sha256)) == (1, 64)


def test_the_list_does_not_depend_on_the_order_of_files(delivered: tuple[Path, Path], tmp_path: Path) -> None:
    one = make_list(delivered, tmp_path / "a.csv", CUSTODIAN, FRESH, DOMAIN, IDS.ids)
    assert make_list(delivered[::-1], tmp_path / "b.csv", CUSTODIAN, FRESH, DOMAIN, IDS.ids) == one


def test_only_the_custodian_s_own_files_make_a_list(delivered: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "list.csv"
    with pytest.raises(Refusal) as refused:
        make_list([tmp_path / "3.csv"], out, CUSTODIAN, FRESH, DOMAIN, ["bsn"])
    assert (code_of(refused), refused.value.total) == ("source_stage_second", 200)
    with pytest.raises(Refusal) as refused:
        make_list(delivered, out, CUSTODIAN, CUSTODIAN, DOMAIN, IDS.ids)
    assert code_of(refused) == "key_same"
    with pytest.raises(Refusal) as refused:
        make_list(delivered, out, CUSTODIAN, FRESH, DOMAIN, ["client"])
    assert code_of(refused) == "source_column_missing"
    with pytest.raises(Refusal) as refused:
        make_list(delivered, out, CUSTODIAN, FRESH, DOMAIN, [])
    assert code_of(refused) == "source_columns_unknown"
    assert not out.exists()


def test_a_file_that_the_list_does_not_know_is_refused(delivered: tuple[Path, Path], tmp_path: Path) -> None:
    make_list(delivered[:1], tmp_path / "list.csv", CUSTODIAN, FRESH, DOMAIN, IDS.ids)
    pseudonymise(delivered[1], tmp_path / "other.csv", CUSTODIAN, DOMAIN, IDS)
    with pytest.raises(Refusal) as refused:
        carry_over(read_list(tmp_path / "list.csv"), tmp_path / "other.csv", tmp_path / "out.csv", ["pseudoniem"])
    assert code_of(refused) == "list_lacks"
    assert refused.value.problems[0].row == 2
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("text", ["old,new\n1,2\n", "a,b\n1,2\n"])
def test_what_is_no_list(text: str, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(text)
    with pytest.raises(Refusal) as refused:
        read_list(tmp_path / "list.csv")
    assert code_of(refused) == "list_broken"
