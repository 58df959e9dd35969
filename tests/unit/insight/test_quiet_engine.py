"""What the engine says of its own progress never mixes with an answer on standard output."""

from pathlib import Path

from schakel.data.held import engine
from schakel.insight.opened import open_log

BAR = "SELECT current_setting('enable_progress_bar')"


def test_neither_a_load_nor_a_view_shows_a_bar_of_the_engine(small_log: Path, tmp_path: Path) -> None:
    with engine(tmp_path, None, None) as connection:
        assert connection.execute(BAR).fetchall() == [(False,)]
    with open_log(small_log) as view:
        assert view.rows(BAR) == [(False,)]
