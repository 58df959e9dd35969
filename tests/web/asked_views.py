"""Views to publish: a table through the gate, as an insight screen would hand it over, without its data."""

from schakel.chain.passport import Passport
from schakel.chain.table import Column, Table
from schakel.draw.picture import Twin
from schakel.report.document import Grid, Section
from schakel.report.html import fragment
from schakel.sharing.gate import Gate
from schakel.web.sharing_desk.asked import Asked
from schakel.web.sharing_desk.frozen import Frozen

TITLES = {"nl": "Wachten vóór de hulp", "en": "Waiting before help"}
COLUMNS = (
    Column("partner", "dimension"),
    Column("residents", "residents", "residents"),
)


def asked_view(*partners: str, key: str = "k1", snapshot: str = "s1", threshold: int = 10) -> Asked:
    """A view that names these partners, each with so many residents that the gate lets it through."""
    raw = Table(
        "partners", COLUMNS, tuple((name, 41 + 10 * at) for at, name in enumerate(partners)), _passport(snapshot)
    )
    told = Gate(threshold).table(raw, merge=False)
    rows = tuple((str(name), str(n)) for name, n in told.rows)
    return Asked(
        look={"screen": "waits", "query": "", "key": key},
        key=key,
        titles=TITLES,
        partners=partners,
        snapshot=snapshot,
        passports=(told.passport,),
        shown={lang: _frozen(rows, lang) for lang in TITLES},
    )


def _frozen(rows: tuple[tuple[str, str], ...], lang: str) -> Frozen:
    heads = ("Partner", "Inwoners" if lang == "nl" else "Residents")
    twin = Twin(heads, rows, TITLES[lang], (False, True))
    return Frozen(fragment((Section("waits", TITLES[lang], (Grid(twin),)),), lang, str), (twin,))


def _passport(snapshot: str) -> Passport:
    return Passport("partners", snapshot, "0.1.0")
