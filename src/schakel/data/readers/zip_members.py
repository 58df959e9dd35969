"""What lies in a zip: opened with care, and every member counted while it is unpacked, for its header may lie."""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from schakel.chain.problem import Problem, Refusal
from schakel.data.readers.limits import CHUNK, UNPACKED_FLOOR, UNPACKED_LIMIT, UNPACKED_RATIO
from schakel.data.readers.name import shown_name

DIRECTORY_LIMIT = 4 << 20  # bytes of the list of members; read whole before anything else can be refused
MESSAGES_DIRECTORY_LIMIT = 20 << 20  # of a zip of messages, which may hold very many
END = struct.Struct("<4s4H2LH")
END_MARK, END64_MARK = b"PK\x05\x06", b"PK\x06\x06"
ELSEWHERE = 0xFFFFFFFF
ENCRYPTED = 1
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # of the others a piece may unpack to any size at once
ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)
OFFICE = (("xl/workbook.bin", "XLSB"), ("word/", "DOCX"), ("ppt/", "PPTX"))


@contextmanager
def opened(path: Path, broken: str = "zip_broken", *, most: int = DIRECTORY_LIMIT) -> Iterator[zipfile.ZipFile]:
    """A zip for reading. Refusal `broken` when it is damaged, and one for a list of members beyond `most` bytes."""
    if _directory_size(path) > most:
        raise Refusal((Problem("zip_directory", path.name, allowed=f"{most >> 20} MB"),))
    try:
        archive = zipfile.ZipFile(path)
    except ERRORS as error:
        raise Refusal((Problem(broken, path.name),)) from error
    with archive:
        yield archive


def _directory_size(path: Path) -> int:
    """As the end of the file says; for a large zip that is said in another record right before it."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - END.size - 0xFFFF))
        tail = stream.read()
    place = tail.rfind(END_MARK)
    if place < 0 or len(tail) - place < END.size:
        return 0
    *_, length, _offset, _comment = END.unpack_from(tail, place)
    if length != ELSEWHERE:
        return int(length)
    record = tail[:place][-76:-20]  # the record, and behind it 20 bytes that tell where it is
    return int.from_bytes(record[40:48], "little") if record.startswith(END64_MARK) else ELSEWHERE


def content_of(path: Path, broken: str = "zip_broken") -> str:
    """What a zip really is: EXCEL, XLSM with macros, another office format, or ZIP. Refusal as `opened`."""
    with opened(path, broken, most=MESSAGES_DIRECTORY_LIMIT) as archive:
        names = [part_name(name) for name in archive.namelist()]
        if any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names):
            return "XLSM"
        if "xl/workbook.xml" in names:
            return "EXCEL"
        for begin, what in OFFICE:
            if any(name.startswith(begin) for name in names):
                return what
        if "mimetype" in names and "content.xml" in names:
            return "ODS"
    return "ZIP"


def part_name(name: str) -> str:
    """The name of a part of an office document, in the one form in which parts are compared."""
    return name.replace("\\", "/").lstrip("/").casefold()


class Allowance:
    """How many bytes may still come out of one file: its size many times over, and never more than a disk can bear."""

    def __init__(self, path: Path, broken: str = "zip_broken") -> None:
        self.file, self.broken = path.name, broken
        self.limit = min(UNPACKED_FLOOR + UNPACKED_RATIO * path.stat().st_size, UNPACKED_LIMIT)
        self.left = self.limit
        self._counted: dict[int, int] = {}

    @contextmanager
    def reading(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[Iterator[bytes]]:
        """The bytes of a member, a few megabytes at a time. Refusal when it is damaged, encrypted or too much.

        What was unpacked before is not counted again.
        """
        with closing(self._chunks(archive, member)) as chunks:
            yield chunks

    def _chunks(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Generator[bytes, None, None]:
        if member.flag_bits & ENCRYPTED or member.compress_type not in METHODS:
            code = "zip_encrypted" if member.flag_bits & ENCRYPTED else "zip_method"
            raise Refusal((Problem(code, self.file, value=shown_name(member.filename)),))
        size = 0
        try:
            with archive.open(member) as stream:
                while chunk := stream.read(CHUNK):
                    size += len(chunk)
                    self._count(member.header_offset, size)
                    if self.left < 0:
                        raise Refusal((self._too_much(member),))
                    yield chunk
        except ERRORS as error:
            value = shown_name(member.filename)
            raise Refusal((Problem(self.broken, self.file, value=value),)) from error

    def _count(self, place: int, size: int) -> None:
        before = self._counted.get(place, 0)
        self.left -= max(0, size - before)
        self._counted[place] = max(size, before)

    def _too_much(self, member: zipfile.ZipInfo) -> Problem:
        more = (("limit", self.limit >> 20),)
        return Problem("zip_bomb", self.file, value=shown_name(member.filename), more=more)
