"""Full, read-only, busy and failing disks: said in words, and the document stays whole."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import UserError
from app.domain.timebase import TimeRange
from app.storage import connection
from app.storage.failures import DiskFull, told_in_words
from app.storage.project_store import ProjectStore
from tests.app.storage import samples as s
from tests.app.storage.samples import ANN, NOON, adding
from tests.small_disk import fill_up, small_disk


@pytest.fixture(name="small_disk")
def _small_disk() -> Iterator[Path]:
    """A disk of 1 MB."""
    with small_disk(1) as disk:
        yield disk


def remount_read_only(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)


def write_until_refused(store: ProjectStore, size: int) -> tuple[list[str], UserError]:
    """The ids of the labels that were confirmed, and what ended it."""
    confirmed: list[str] = []
    while len(confirmed) < 10_000:
        name = f"{size}-{len(confirmed)}"
        label = replace(s.SEGMENT, id=name, range=TimeRange(0, 5), comment="x" * size)
        try:
            store.write(adding(label), ANN, NOON)
        except UserError as error:
            return confirmed, error
        confirmed.append(name)
    raise AssertionError("the disk never got full")


@pytest.mark.parametrize("size", [10, 3000, 40_000])
@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_a_full_disk_refuses_the_edit_and_the_document_stays_whole(
    small_disk: Path, size: int, journal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "on_network_drive", lambda path: journal == "delete")
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(300_000))
    path = small_disk / "full.sora"
    with ProjectStore.create(path) as store:
        store.write(adding(*s.FOUNDATION), ANN, NOON)
        confirmed, error = write_until_refused(store, size)
        assert isinstance(error, DiskFull), error
        assert "full" in error.message
        assert "Nothing was changed" in error.message
        assert str(small_disk) in error.way_out
        assert [x.id for x in store.iter_segments()] == sorted(confirmed)
        assert store.check() == []

        ballast.unlink()
        again = replace(s.POINT, id="after")
        store.write(adding(again), ANN, NOON)
        assert again in list(store.iter_segments())
        assert store.check() == []
    with ProjectStore.open(path) as store:
        assert store.counts()["labels"] == len(confirmed) + 1


def test_a_project_on_a_full_disk_can_be_closed_and_opened(small_disk: Path) -> None:
    path = small_disk / "full.sora"
    with ProjectStore.create(path) as store:
        store.write(adding(*s.FOUNDATION), ANN, NOON)
        confirmed, _ = write_until_refused(store, 2000)
        fill_up(small_disk / "ballast")
    with contextlib.suppress(DiskFull), ProjectStore.open(path) as store:
        assert {x.id for x in store.iter_segments()} == set(confirmed)
    (small_disk / "ballast").unlink()
    with ProjectStore.open(path) as store:
        assert {x.id for x in store.iter_segments()} == set(confirmed)
        assert store.check() == []
    fill_up(small_disk / "ballast")
    with ProjectStore.open(path, read_only=True) as reader:
        assert {x.id for x in reader.iter_segments()} == set(confirmed)


def test_a_full_disk_takes_no_new_project(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(bytes(1024 * 1024 - 40_000))
    with pytest.raises(DiskFull):
        ProjectStore.create(small_disk / "new.sora")
    assert os.listdir(small_disk) == ["ballast"]


def test_a_project_in_a_place_that_cannot_be_written(small_disk: Path) -> None:
    path = small_disk / "kept.sora"
    with ProjectStore.create(path) as store:
        store.write(adding(*s.EVERYTHING), ANN, NOON)
    remount_read_only(small_disk)
    with pytest.raises(UserError, match="read-only") as refused:
        ProjectStore.open(path)
    assert "reading only" in refused.value.way_out
    with pytest.raises(UserError, match="read-only"):
        ProjectStore.create(small_disk / "new.sora")
    with ProjectStore.open(path, read_only=True) as reader:
        assert list(reader.iter_rejected()) == [s.REJECTED]
        assert reader.check() == []
        assert reader.counts()["labels"] == 2
    assert os.listdir(small_disk) == ["kept.sora"]


AS_A_PERSON_WITHOUT_RIGHTS = """
import os, sys, pathlib
from app.storage.project_store import ProjectStore
if os.geteuid() == 0:
    os.setuid(65534)
for read_only in (False, True):
    try:
        with ProjectStore.open(pathlib.Path(sys.argv[1]), read_only=read_only) as store:
            print(store.counts()["labels"], store.check())
    except Exception as error:
        print(type(error).__name__, error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX only: rights of files")
@pytest.mark.parametrize(
    ("mode", "writing", "reading"),
    [
        (0o444, "UserError .*read-only", r"2 \[\]"),
        (0o000, "UserError You may not read", "UserError You may not"),
    ],
)
def test_a_file_without_permission(full: ProjectStore, mode: int, writing: str, reading: str) -> None:
    full.close()
    with tempfile.TemporaryDirectory() as folder:  # pytest's own folders are closed to others
        os.chmod(folder, 0o755)
        path = Path(shutil.copy(full.path, folder))
        path.chmod(mode)
        done = subprocess.run(
            [sys.executable, "-c", AS_A_PERSON_WITHOUT_RIGHTS, str(path)],
            capture_output=True,
            text=True,
            cwd=Path(__file__).parents[3],
        )
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.splitlines()
    assert re.match(writing, first)
    assert re.match(reading, second)


def test_another_program_that_holds_the_database(full: ProjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    path = full.path
    full.close()
    monkeypatch.setattr(connection, "_BUSY_MS", 50)
    with ProjectStore.open(path) as store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UserError, match="in use by another program"):
            store.write(adding(replace(s.POINT, id="no")), ANN, NOON)
        other.execute("ROLLBACK")
        store.write(adding(replace(s.POINT, id="yes")), ANN, NOON)
        assert store.check() == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("SQLITE_FULL", "is full"),
        ("SQLITE_IOERR_FSYNC", r"reports an error \(SQLITE_IOERR_FSYNC\)"),
        ("SQLITE_IOERR_READ", "reports an error"),
        ("SQLITE_READONLY_DBMOVED", "read-only"),
        ("SQLITE_PERM", "read-only"),
        ("SQLITE_CANTOPEN", "cannot be opened"),
        ("SQLITE_BUSY_SNAPSHOT", "in use by another"),
        ("SQLITE_LOCKED", "in use by another"),
        ("SQLITE_CORRUPT", "is damaged"),
        ("SQLITE_NOTADB", "is not a Sora project"),
    ],
)
def test_what_sqlite_reports_is_said_in_words(path: Path, name: str, words: str) -> None:
    error = sqlite3.OperationalError("as sqlite puts it")
    error.sqlite_errorname = name
    error.sqlite_errorcode = getattr(sqlite3, name)
    with pytest.raises(UserError, match=words) as told, told_in_words(path):
        raise error
    assert told.value.way_out
    assert told.value.__cause__ is error


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "is full"),
        (errno.EDQUOT, "is full"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "read-only"),
        (errno.ENOENT, "does not exist"),
        (errno.ENAMETOOLONG, "too long"),
        (errno.EIO, "reports an error"),
    ],
)
def test_what_the_system_reports_is_said_in_words(path: Path, number: int, words: str) -> None:
    with pytest.raises(UserError, match=words) as told, told_in_words(path):
        raise OSError(number, os.strerror(number))
    assert told.value.way_out


def test_a_bug_is_not_dressed_up_as_a_message(path: Path) -> None:
    for bug in (sqlite3.ProgrammingError("wrong thread"), OSError(errno.EINVAL, "?"), KeyError("x")):
        with pytest.raises(type(bug)), told_in_words(path):
            raise bug


def test_a_disk_without_room_is_full_whatever_sqlite_calls_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.storage import failures

    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE
    monkeypatch.setattr(failures, "_nearly_full", lambda path: True)
    with pytest.raises(DiskFull), told_in_words(path):
        raise error


# --- which journal ------------------------------------------------------------------------------

MOUNTS = """\
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:26 / /home rw shared:2 - btrfs /dev/vdb rw
31 30 0:27 / /home/share rw shared:3 - nfs4 server:/x rw
32 30 0:28 / /home/with\\040space rw shared:4 - cifs //server/x rw
33 22 0:29 / /home/phone rw shared:5 - fuse.sshfs me@phone:/ rw
34 22 0:30 / /home/stick rw shared:6 - fuse.exfat /dev/sda1 rw
"""


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX only: paths of mounts")
@pytest.mark.parametrize(
    ("place", "network"),
    [
        ("/a.sora", False),
        ("/home/ann/a.sora", False),
        ("/home/share/a.sora", True),
        ("/home/sharewith/a.sora", False),
        ("/home/with space/deep/er/a.sora", True),
        ("/home/phone/a.sora", True),
        ("/home/stick/a.sora", False),
    ],
)
def test_network_drives_are_known(tmp_path: Path, place: str, network: bool) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS)
    assert connection.on_network_drive(Path(place), mounts) == network
    assert not connection.on_network_drive(Path(place), tmp_path / "none")


def test_on_a_network_drive_the_journal_is_rolled_back_and_the_file_alone_is_whole(
    full: ProjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = full.path
    full.close()
    monkeypatch.setattr(connection, "on_network_drive", lambda path: True)
    with ProjectStore.open(path) as store:
        more = [replace(s.SEGMENT, id=f"x{i}") for i in range(3000)]
        store.write(adding(*more), ANN, NOON)
        assert sorted(os.listdir(path.parent)) == [path.name, f"{path.name}.lock"]
        going = store.iter_segments()
        next(going)
        store.write(adding(replace(s.SEGMENT, id="while going")), ANN, NOON)
        assert len(list(going)) == 3001
        store.checkpoint()
        with ProjectStore.open(path, read_only=True) as reader:
            assert reader.counts()["labels"] == 3003
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    monkeypatch.undo()
    with ProjectStore.open(path) as store:
        assert store.check() == []
