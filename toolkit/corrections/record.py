"""A sheet and its ledger on disk, changed together: after a cut-off act, both are old or both are new.

Floor 4. The act is first written to a file beside the sheet, then the sheet is replaced, then the act is appended to
the ledger, then the first file is removed. Whatever moment the machine stops at, `recover` can tell which it was.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from toolkit.diagnostics import ToolkitError
from toolkit.files import append, names_in, read_bytes, sha256, write_atomic
from toolkit.ledger import Act, Ledger, read_ledger
from toolkit.yamltext import decode

SUFFIX = ".ledger.jsonl"
_PENDING = ".act.json"


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
    return _read(path) if path.is_file() else Ledger()


def ledgers_left(folder: Path, ids: Collection[str]) -> Iterator[tuple[str, Ledger]]:
    """Yield name and content of each ledger in `folder` whose sheet is none of `ids`: it was removed, or renamed."""
    for name in names_in(folder, SUFFIX):
        if name.removesuffix(SUFFIX) not in ids:
            yield name, _read(folder / name)


def _read(path: Path) -> Ledger:
    return read_ledger(decode(read_bytes(path), path.name), path.name)


def record(sheet_path: Path, act: Act, text: str) -> None:
    """Replace the sheet's text by `text` and append `act` to its ledger, as one."""
    pending = _pending_path(sheet_path, act.sheet)
    intent = {"line": act.line(), "after": sha256(_encoded(sheet_path, text)), "sheet": sheet_path.name}
    write_atomic(pending, json.dumps(intent, ensure_ascii=False).encode())
    write_atomic(sheet_path, _encoded(sheet_path, text))
    _append(ledger_path(sheet_path, act.sheet), act.line())
    pending.unlink()


def _encoded(sheet_path: Path, text: str) -> bytes:
    """Return `text` as the file's bytes, with a byte order mark if the file has one."""
    mark = b"\xef\xbb\xbf"
    has_mark = sheet_path.is_file() and read_bytes(sheet_path)[:3] == mark
    return (mark if has_mark else b"") + text.encode()


def _pending_path(sheet_path: Path, sheet_id: str) -> Path:
    return sheet_path.with_name(f".{sheet_id}{_PENDING}")


def _append(path: Path, line: str) -> None:
    """Append `line` and flush it to the disk; a last line that was cut off is completed or dropped first."""
    data = read_bytes(path) if path.is_file() else b""
    whole = data[: data.rfind(b"\n") + 1]
    if whole != data or whole.endswith(line.encode() + b"\n"):
        if not whole.endswith(line.encode() + b"\n"):
            whole += line.encode() + b"\n"
        write_atomic(path, whole)
        return
    append(path, line.encode() + b"\n")


def recover(folder: Path) -> list[str]:
    """Complete or drop the acts in `folder` that were cut off; return what was done, a line each."""
    done = []
    for pending in [folder / name for name in names_in(folder, _PENDING) if name.startswith(".")]:
        try:
            intent = json.loads(read_bytes(pending))
            sheet = folder / intent["sheet"]
            ledger = folder / (pending.name[1 : -len(_PENDING)] + SUFFIX)
            if sha256(read_bytes(sheet)) == intent["after"]:
                _append(ledger, intent["line"])
                done.append(f"{sheet.name}: the correction that was cut off is now in its ledger")
            else:
                done.append(f"{sheet.name}: the correction that was cut off was not made")
        except (ValueError, KeyError, ToolkitError):
            done.append(f"{pending.name}: not a record of a correction; removed")
        pending.unlink()
    return done
