"""A sheet and its ledger on disk, changed together: after a cut-off act, both are old or both are new.

Floor 4. The act is first written to a file beside the sheet, then the sheet is replaced, then the act is appended to
the ledger, then the first file is removed. Whatever moment the machine stops at, `recover` can tell which it was. Acts
of several processes are made one after the other; one that was prepared before another was made is refused.
"""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from msgspec import Struct, json

from toolkit.diagnostics import ToolkitError, error
from toolkit.files import append, locked, names_in, read_bytes, sha256, write_atomic
from toolkit.ledger import Act, Ledger, read_ledger, text_hash
from toolkit.yamltext import decode

SUFFIX = ".ledger.jsonl"
_PENDING = ".act.json"


class _Intent(Struct):
    """An act that is about to be made: its line in the ledger, the hash of the file after it, and the file's name."""

    line: str
    after: str
    sheet: str


def ledger_path(sheet_path: Path, sheet_id: str) -> Path:
    """Return where the ledger of a sheet is kept."""
    return sheet_path.with_name(f"{sheet_id}{SUFFIX}")


def with_ledgers(root: Path, sheets: Mapping[str, str]) -> Iterator[tuple[Path, str]]:
    """Yield path and id of those `sheets`, ids by paths relative to `root`, that have a ledger."""
    folders = {shown.rpartition("/")[0] for shown in sheets}
    ledgers = {folder: frozenset(names_in(root / folder, SUFFIX)) for folder in folders}
    for shown, sheet_id in sheets.items():
        if f"{sheet_id}{SUFFIX}" in ledgers[shown.rpartition("/")[0]]:
            yield root / shown, sheet_id


def open_ledger(sheet_path: Path, sheet_id: str) -> Ledger:
    """Return the ledger of a sheet, empty if there is none; a broken one is a `ToolkitError`."""
    path = ledger_path(sheet_path, sheet_id)
    return _read(path) if path.exists() or path.is_symlink() else Ledger()


def ledgers_left(folder: Path, ids: Collection[str]) -> Iterator[tuple[str, Ledger]]:
    """Yield name and content of each ledger in `folder` whose sheet is none of `ids`: it was removed, or renamed."""
    for name in names_in(folder, SUFFIX):
        if name.removesuffix(SUFFIX) not in ids:
            yield name, _read(folder / name)


def _read(path: Path) -> Ledger:
    shown = f"{path.parent.name}/{path.name}"
    return read_ledger(decode(read_bytes(path), shown), shown)


def record(sheet_path: Path, act: Act, text: str, seen: str) -> None:
    """Replace the sheet's text by `text` and append `act` to its ledger, as one.

    Raises `ToolkitError` if another act was made since `act` was prepared, or the sheet saved, whose text then had the
    hash `seen`.
    """
    pending = _pending_path(sheet_path, act.sheet)
    with locked(sheet_path.parent):
        if not open_ledger(sheet_path, act.sheet).precedes(act):
            raise _changed(sheet_path)
        refuse_other_text(sheet_path, seen)
        data = _encoded(sheet_path, text)
        write_atomic(pending, json.encode(_Intent(act.line(), sha256(data), sheet_path.name)))
        write_atomic(sheet_path.resolve(), data)  # a sheet may be a link to one that several workspaces share
        _append(ledger_path(sheet_path, act.sheet), act.line())
        pending.unlink(missing_ok=True)  # where there are no locks, another process may have finished the act


def refuse_other_text(sheet_path: Path, seen: str) -> None:
    """Refuse an act on a sheet whose text by now has another hash than `seen`."""
    if text_hash(decode(read_bytes(sheet_path), sheet_path.name)) != seen:
        raise _changed(sheet_path)


def _changed(sheet_path: Path) -> ToolkitError:
    """Return the error of an act that was prepared on what is no longer so."""
    message = f"{sheet_path.name} was changed while it was being corrected; nothing was written"
    return error("sheet-changed", message, hint="run the command again")


def _encoded(sheet_path: Path, text: str) -> bytes:
    """Return `text` as the file's bytes, with a byte order mark if the file has one."""
    mark = b"\xef\xbb\xbf"
    has_mark = sheet_path.is_file() and read_bytes(sheet_path)[:3] == mark
    return (mark if has_mark else b"") + text.encode()


def _pending_path(sheet_path: Path, sheet_id: str) -> Path:
    return sheet_path.with_name(f".{sheet_id}{_PENDING}")


def _append(path: Path, line: str) -> None:
    """Append `line` and flush it to the disk; where it is already there, or a beginning of it, only what is missing."""
    data, whole = read_bytes(path) if path.is_file() else b"", line.encode() + b"\n"
    last = data[data.rfind(b"\n", 0, -1) + 1 :]
    if whole.startswith(last):
        append(path, whole[len(last) :])
    elif last.endswith(b"\n"):
        append(path, whole)
    else:  # somebody's editor left out the end of the last line
        append(path, b"\n" + whole)


def recover(folder: Path) -> list[str]:
    """Complete or drop the acts in `folder` that were cut off; return what was done, a line each."""
    if not _pending_in(folder):
        return []
    with locked(folder):  # an act that is being made comes to its end first
        return [_recovered(pending) for pending in _pending_in(folder)]


def _pending_in(folder: Path) -> list[Path]:
    return [folder / name for name in names_in(folder, _PENDING, hidden=True)]


def _recovered(pending: Path) -> str:
    """Complete or drop the act of the file `pending`, and return what was done; what cannot be done now stays to do."""
    try:
        intent = json.decode(read_bytes(pending), type=_Intent)
        sheet = pending.with_name(intent.sheet)
    except (ValueError, RecursionError):
        pending.unlink(missing_ok=True)
        return f"{pending.name}: not a record of a correction; removed"
    done = f"{sheet.name}: the correction that was cut off was not made"
    try:
        if sheet.is_file() and sha256(read_bytes(sheet)) == intent.after:
            _append(pending.with_name(pending.name[1 : -len(_PENDING)] + SUFFIX), intent.line)
            done = f"{sheet.name}: the correction that was cut off is now in its ledger"
    except ToolkitError as problem:
        reason = problem.diagnostics[0].message
        return f"{sheet.name}: the correction that was cut off is not yet in its ledger: {reason}"
    pending.unlink(missing_ok=True)
    return done
