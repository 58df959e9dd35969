"""The command that a partner, and then the custodian, lets a file go through before it goes on."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from schakel.chain.problem import Problem, Refusal
from schakel.command_answer import Lang
from schakel.command_key import domain_of
from schakel.command_options import reader_of, wrong
from schakel.texts import say

if TYPE_CHECKING:
    from schakel.data.mapping import FileForm
    from schakel.data.pseudonymise.pseudonymise import Pseudonymised
    from schakel.sharing.source_key import SourceKey

USAGE = "schakel pseudonymise IN OUT.csv --key-file KEY --domain NAME"


def pseudonymise(
    source: Annotated[Path | None, typer.Argument(metavar="IN", help="partner_file")] = None,
    out: Annotated[Path | None, typer.Argument(metavar="OUT.csv", help="pseudonymised_out")] = None,
    key_file: Annotated[Path | None, typer.Option("--key-file", metavar="KEY", help="key")] = None,
    domain: Annotated[str | None, typer.Option("--domain", metavar="NAME", help="domain")] = None,
    column: Annotated[list[str] | None, typer.Option("--column", metavar="COLUMN", help="id_column")] = None,
    drop: Annotated[list[str] | None, typer.Option("--drop", metavar="COLUMN", help="drop_column")] = None,
    codes: Annotated[list[str] | None, typer.Option("--codes", metavar="COLUMN", help="code_column")] = None,
    mapping: Annotated[Path | None, typer.Option("--mapping", metavar="M.toml", help="form_mapping")] = None,
    encoding: Annotated[str | None, typer.Option("--encoding", metavar="windows-1252", help="encoding")] = None,
    xsd: Annotated[Path | None, typer.Option("--xsd", metavar="DIR", help="xsd")] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="PAGE.html", help="offline_page")] = None,
    lang: Lang = None,
) -> None:
    """Ids become pseudonyms in a copy of a file; or the page that does the same in a browser."""
    reader = reader_of(lang)
    if html is not None:
        _write_page(html, reader)
        return
    if source is None or out is None or key_file is None or domain is None:
        raise Refusal((Problem("source_asked", allowed=USAGE),))
    from schakel.data.messages.archive import holds_messages
    from schakel.data.pseudonymise.columns import Asked
    from schakel.data.pseudonymise.pseudonymise import pseudonymise as pseudonymised
    from schakel.report.terminal import progress
    from schakel.sharing.key_log import note
    from schakel.sharing.source_key import read_key

    key, project = read_key(key_file), domain_of(domain)
    if holds_messages(source):
        _of_messages(source, out, key, project, str(xsd or ""), reader)
        return
    asked = Asked(tuple(column or ()), tuple(drop or ()), tuple(codes or ()))
    if key.role == "custodian":
        note(key_file, "pseudonymise", key=key.fingerprint, domain=project)
    with progress(reader) as on_progress:
        form = _form(mapping, encoding)
        done = pseudonymised(source, out, key, project, asked, form=form, on_progress=on_progress)
    _show(done, key, project, out, reader)


def _form(mapping: Path | None, encoding: str | None) -> "FileForm":
    """How the file is written, from the [file] of a mapping and the option."""
    from schakel.data.mapping import FileForm, read_mapping
    from schakel.data.readers.csv_text import ENCODINGS

    form = read_mapping(mapping).file if mapping else FileForm()
    if encoding is None:
        return form
    if encoding.lower() not in ENCODINGS:
        raise wrong("--encoding", encoding, ", ".join(ENCODINGS))
    return replace(form, encoding=encoding.lower())


def _of_messages(source: Path, out: Path, key: "SourceKey", domain: str, schemas: str, lang: str) -> None:
    """Messages of iWmo and iJw become a file of events, with the mapping that reads it."""
    from schakel.data.pseudonymise.of_messages import events_of_messages
    from schakel.report.terminal import notice_sentence, progress

    with progress(lang) as on_progress:
        done = events_of_messages(source, out, key, domain, schemas=schemas, on_progress=on_progress)
    for notice in done.notices:
        typer.echo(notice_sentence(notice, lang))
    typer.echo(say("pseudonymise.done.events", lang, n=done.rows, file=str(out), mapping=str(done.mapping)))
    typer.echo(say("pseudonymise.done.key", lang, fingerprint=key.fingerprint, domain=domain))
    codes = " ".join(f"--codes {name}" for name in done.codes)
    typer.echo(say(f"pseudonymise.done.events_{key.role}", lang, column=done.ids[0], codes=codes))


def _show(done: "Pseudonymised", key: "SourceKey", domain: str, out: Path, lang: str) -> None:
    from schakel.report.terminal import notice_sentence

    for notice in done.notices:
        typer.echo(notice_sentence(notice, lang))
    typer.echo(say("pseudonymise.done.rows", lang, n=done.rows, file=str(out), columns=", ".join(done.ids)))
    if done.dropped:
        typer.echo(say("pseudonymise.done.dropped", lang, columns=", ".join(done.dropped)))
    if done.nobody:
        typer.echo(say("pseudonymise.done.nobody", lang, n=done.nobody))
    typer.echo(say("pseudonymise.done.key", lang, fingerprint=key.fingerprint, domain=domain))
    typer.echo(say(f"pseudonymise.done.next_{key.role}", lang))


def _write_page(out: Path, lang: str) -> None:
    from schakel.data.pseudonymise.columns import KNOWN_IDS
    from schakel.report.files import put
    from schakel.sharing.offline_page import offline_page

    put(out, offline_page(lang, KNOWN_IDS).encode())
    typer.echo(say("command.report.written", lang, file=str(out)))
