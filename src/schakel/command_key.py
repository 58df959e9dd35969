"""The commands for keys, and for what is done with them at the source: at a partner, and at the custodian."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from schakel.chain.problem import Problem, Refusal
from schakel.command_answer import Lang
from schakel.command_options import reader_of, wrong
from schakel.texts import say

if TYPE_CHECKING:
    from schakel.sharing.source_key import Role

KeyFile = Annotated[Path, typer.Argument(metavar="KEY", help="key")]
Domain = Annotated[str, typer.Option("--domain", metavar="NAME", help="domain")]
Columns = Annotated[list[str] | None, typer.Option("--column", metavar="COLUMN", help="id_column")]
DOMAINS = "lindewaard-2026: a-z, 0-9, -"


def new(
    file: KeyFile,
    role: Annotated[str, typer.Option("--role", metavar="partner|custodian|own", help="key_role")] = "partner",
    lang: Lang = None,
) -> None:
    """A fresh key in a file, and what to do with it."""
    from schakel.sharing.key_log import note
    from schakel.sharing.source_key import new_key

    reader, known = reader_of(lang), _role(role)
    made = new_key(file, known)
    note(file, "new", role=known, key=made.fingerprint)
    typer.echo(say("pseudonymise.key.made", reader, file=str(file), fingerprint=made.fingerprint))
    typer.echo(say(f"pseudonymise.key.next_{known}", reader))


def check(file: KeyFile, domain: Domain, lang: Lang = None) -> None:
    """What both sides lay beside each other: a fingerprint and the pseudonym of a test row."""
    from schakel.sharing.source_key import read_key
    from schakel.sharing.source_pseudonym import AtSource

    reader = reader_of(lang)
    key = read_key(file)
    naming = AtSource(key, domain_of(domain))
    typer.echo(say(f"pseudonymise.key.is_{key.role}", reader))
    typer.echo(say("pseudonymise.key.fingerprint", reader, fingerprint=key.fingerprint))
    typer.echo(say("pseudonymise.key.test_row", reader, domain=domain, pseudonym=naming.test_name()))
    typer.echo(say("pseudonymise.key.compare", reader))


def rotate(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="old_key")],
    fresh: Annotated[Path, typer.Argument(metavar="NEW", help="fresh_key")],
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="partner_files")],
    domain: Domain,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="LIST.csv", help="rotation_list")],
    column: Columns = None,
    lang: Lang = None,
) -> None:
    """The custodian's list of which old pseudonym is which new one; noted beside the new key."""
    from schakel.data.pseudonymise.rotate import make_list
    from schakel.report.terminal import progress
    from schakel.sharing.key_log import log_of, note
    from schakel.sharing.source_key import needs_role, read_key

    reader, before, after = reader_of(lang), read_key(old), read_key(fresh)
    for key, file in ((before, old), (after, fresh)):
        needs_role(key, "custodian", file.name)
    known = {"old": before.fingerprint, "new": after.fingerprint, "domain": domain_of(domain)}
    note(fresh, "rotate begins", **known)
    with progress(reader) as on_progress:
        made = make_list(files, out, before, after, domain, column or (), on_progress=on_progress)
    note(fresh, "rotated", pseudonyms=made.pseudonyms, list_sha256=made.sha256, **known)
    typer.echo(say("pseudonymise.key.rotated", reader, n=made.pseudonyms, file=str(out), log=str(log_of(fresh))))


def carry_over(
    pairs: Annotated[Path, typer.Argument(metavar="LIST.csv", help="rotation_list")],
    source: Annotated[Path, typer.Argument(metavar="IN", help="pseudonymised")],
    out: Annotated[Path, typer.Argument(metavar="OUT.csv", help="pseudonymised_out")],
    column: Columns = None,
    lang: Lang = None,
) -> None:
    """A file of the data room with the new pseudonyms in place of the old."""
    from schakel.data.pseudonymise.rotate import carry_over as carried_over
    from schakel.data.pseudonymise.rotate import read_list
    from schakel.report.terminal import progress

    reader = reader_of(lang)
    with progress(reader) as on_progress:
        rows = carried_over(read_list(pairs), source, out, column or (), on_progress=on_progress)
    typer.echo(say("pseudonymise.key.carried_over", reader, n=rows, file=str(out)))


def destroy(
    file: KeyFile,
    sure: Annotated[bool, typer.Option("--yes", help="sure")] = False,
    lang: Lang = None,
) -> None:
    """Remove a key for good; its log stays."""
    from schakel.sharing.key_log import note
    from schakel.sharing.source_key import destroy_key, read_key

    reader = reader_of(lang)
    known = read_key(file)
    if not sure:
        raise Refusal((Problem("key_sure", file.name, value=known.fingerprint),))
    note(file, "destroy", role=known.role, key=known.fingerprint)
    destroy_key(file)
    typer.echo(say("pseudonymise.key.destroyed", reader, file=str(file), fingerprint=known.fingerprint))
    typer.echo(say(f"pseudonymise.key.gone_{known.role}", reader))


def domain_of(text: str) -> str:
    """A domain. Refusal for what is none."""
    from schakel.sharing.bsn import shown
    from schakel.sharing.source_pseudonym import is_domain

    if not is_domain(text):
        raise wrong("--domain", shown(text), DOMAINS)
    return text


def _role(text: str) -> "Role":
    if text in ("partner", "custodian", "own"):
        return text  # type: ignore[return-value]  # one of the three words, checked here
    raise wrong("--role", text, "partner, custodian, own")


COMMANDS: dict[str, Callable[..., None]] = {
    "new": new,
    "check": check,
    "rotate": rotate,
    "carry-over": carry_over,
    "destroy": destroy,
}
