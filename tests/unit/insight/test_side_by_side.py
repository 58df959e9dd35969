"""Sources with keys of their own: which they are, how others refer to them, and a view in which they join nothing."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from schakel.chain.selection import Selection
from schakel.insight.opened import open_log
from schakel.insight.side_by_side import activity_of, apart, beside, referred_residents, sources_beside, started
from schakel.insight.view import LogView
from unit.report.delivered import desk_rows, make_delivered, own_rows


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_delivered(tmp_path_factory.mktemp("beside") / "log")


@pytest.fixture
def view(log: Path) -> Iterator[LogView]:
    with open_log(log) as opened:
        yield opened


def test_only_a_source_with_keys_of_its_own_stands_beside(view: LogView) -> None:
    assert sources_beside(view) == ("ggz",)


def test_referrals_and_starts_are_those_of_the_files(view: LogView) -> None:
    (one,) = beside(view)
    assert (one.partners, one.firsts) == (("GGZ Zuid",), ("Wachtlijst",))
    wanted = Counter((row[2], row[4], row[5][:7]) for row in desk_rows() if row[4] == "GGZ Zuid")
    found: Counter[tuple[str, str, str]] = Counter()
    for referral in one.referrals:
        assert referral.partner == "Wijkteam"  # of today, also where it was another team
        found[referral.activity, referral.to_partner, referral.month] += referral.n
    assert found == wanted
    months = ["2025-03", "2025-07"]
    people = {row[1] for row in desk_rows() if row[4] == "GGZ Zuid" and row[5][:7] in months}
    assert referred_residents(view, one, months) == len(people)
    firsts = [row for row in own_rows() if row[2] == "Wachtlijst" and row[4][:7] in months]
    assert started(view, one, months) == (len(firsts), len({row[1] for row in firsts}))
    assert started(view, one, []) == (0, 0)


def test_apart_only_renames_steps(view: LogView) -> None:
    with apart(view, ("ggz",)) as parted:
        names = "CAST(activity AS VARCHAR), CAST(next_activity AS VARCHAR)"
        steps = f"SELECT case_no, pos, {names}, source FROM steps ORDER BY case_no, pos"  # noqa: S608
        before, after = view.rows(steps), parted.rows(steps)
        assert len(before) == len(after)
        for old, new in zip(before, after, strict=True):
            prefix = "ggz: " if old[4] == "ggz" else ""
            assert new[2] == prefix + old[2]
            assert new[3] == (prefix + old[3] if old[3] else None)
        pairs = {(row["activity"], row["next_activity"]) for row in parted.figure("edges").records()}
        assert ("ggz: Wachtlijst", "ggz: Behandeling") in pairs
        assert not [p for p in pairs if str(p[0]).startswith("ggz: ") != str(p[1]).startswith("ggz: ")]
        assert dict(parted.passport().parameters)["apart"] == "ggz"
    assert view.rows(steps) == before  # the view itself is as it was
    assert view.passport().id != parted.passport().id


def test_a_selection_holds_in_the_parted_view_too(log: Path) -> None:
    with open_log(log, selection=Selection((("activity", "Behandeling"),))) as view:
        with apart(view, sources_beside(view)) as parted:
            cases = parted.rows("SELECT COUNT(DISTINCT case_no) FROM steps")
        assert cases == view.rows("SELECT COUNT(DISTINCT case_no) FROM steps") == [(40,)]


def test_a_source_whose_cases_go_on_elsewhere_is_joined_by_them(tmp_path: Path) -> None:
    """Residents under numbers of their own, but cases under shared ones: then the case joins the steps."""
    folder = make_delivered(tmp_path / "log")
    text = (folder / "ggz.toml").read_text(encoding="utf-8").replace('scope = "source"\n', "")
    (folder / "ggz.toml").write_text(text, encoding="utf-8")
    (folder / "ggz.csv").write_text((folder / "ggz.csv").read_text("utf-8").replace("B-", "zaak-0"), encoding="utf-8")
    from schakel.data.deliveries.load_log import load_log

    load_log(folder)
    with open_log(folder) as view:
        assert view.rows("SELECT COUNT(*) FROM steps WHERE source = 'ggz'")[0][0] > 40
        assert sources_beside(view) == ()


def test_the_source_is_no_part_of_an_activity() -> None:
    assert activity_of("ggz: Wachtlijst", ("ggz",)) == "Wachtlijst"
    assert activity_of("Overleg: intake", ("ggz",)) == "Overleg: intake"
    assert activity_of("ggz: ggz: x", ("ggz",)) == "ggz: x"
