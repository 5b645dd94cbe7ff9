"""What may lie under a name that ends in .sora, and what is said about it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.errors import UserError
from app.storage import project_store, schema
from app.storage.project_store import ProjectLocked, ProjectStore
from app.storage.writer_lock import WriterLock
from tests.app.storage import samples as s
from tests.app.storage.samples import ANN, NOON, adding


def refusal(path: Path, *, read_only: bool = False) -> UserError:
    listing = sorted(os.listdir(path.parent)) if path.parent.is_dir() else []
    with pytest.raises(UserError) as caught:
        ProjectStore.open(path, read_only=read_only)
    assert (sorted(os.listdir(path.parent)) if path.parent.is_dir() else []) == listing, (
        "nothing is left behind"
    )
    assert caught.value.way_out
    return caught.value


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"SQLite format 3\x00", "not a Sora project"),
        (b"media,class\r\n" * 40, "not a Sora project"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(5000), "not a Sora project"),
    ],
)
def test_a_file_that_is_no_database(path: Path, content: bytes, words: str, read_only: bool) -> None:
    path.write_bytes(content)
    assert words in str(refusal(path, read_only=read_only))
    assert path.read_bytes() == content


def test_a_database_of_another_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE bookmarks (url)")
    assert "not one of Sora Studio" in str(refusal(path))


def test_a_folder(path: Path) -> None:
    path.mkdir()
    assert "is a folder" in str(refusal(path))


@pytest.mark.parametrize("name", ["missing.sora", "no folder/missing.sora"])
def test_nothing(tmp_path: Path, name: str) -> None:
    assert "does not exist" in str(refusal(tmp_path / name))


def test_a_project_of_a_newer_version(empty: ProjectStore) -> None:
    path = empty.path
    empty.close()
    with closing(sqlite3.connect(path)) as file:
        file.execute(f"PRAGMA user_version = {schema.FORMAT_VERSION + 1}")
    before = path.read_bytes()
    error = refusal(path)
    assert "newer version" in str(error)
    assert "Update" in error.way_out
    assert path.read_bytes() == before


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("keep", [0.3, 0.999])
def test_a_project_cut_off(full: ProjectStore, keep: float, read_only: bool) -> None:
    path = full.path
    full.close()
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * keep)])
    assert "cut off" in str(refusal(path, read_only=read_only))


def test_a_project_with_rubbish_inside_is_found_by_check_or_said_in_words(full: ProjectStore) -> None:
    path = full.path
    full.close()
    whole = bytearray(path.read_bytes())
    for start in range(4096 * 3, len(whole), 4096):
        whole[start : start + 1000] = b"\xff" * len(whole[start : start + 1000])
    path.write_bytes(whole)
    try:
        with ProjectStore.open(path) as store:
            faults = store.check()
    except UserError as error:
        faults = [str(error)]
    assert faults
    assert any("database" in fault or "damaged" in fault for fault in faults)


def test_references_that_lead_nowhere_are_found(full: ProjectStore) -> None:
    path = full.path
    full.close()
    with closing(sqlite3.connect(path)) as file:
        file.executescript("DELETE FROM classes WHERE id = 'hit'")
    with ProjectStore.open(path) as store:
        assert any("references" in fault and "classes" in fault for fault in store.check())


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE segments SET end_tick = 1 << 50 WHERE id = 's1'", "a b.mp4: 1 labels lie outside"),
        ("UPDATE segments SET start_tick = -8 WHERE id = 's1'", "a b.mp4: 1 labels lie outside"),
        ("UPDATE complete_ranges SET end_tick = 1 << 50", "a b.mp4: 2 complete ranges lie outside"),
        ("UPDATE key_frames SET tick = tick + (1 << 50)", "a b.mp4: 2 boxes lie outside"),
        ("UPDATE suggestions SET end_tick = 1 << 50 WHERE id = 'g1'", "a b.mp4: 1 suggestions lie outside"),
    ],
)
def test_labels_outside_their_film_are_found(full: ProjectStore, statement: str, words: str) -> None:
    path = full.path
    full.close()
    with closing(sqlite3.connect(path)) as file:
        file.executescript(statement)
    with ProjectStore.open(path) as store:
        assert any(words in fault for fault in store.check())


# --- making one ---------------------------------------------------------------------------------


def test_a_new_project_never_replaces_anything(path: Path) -> None:
    path.write_text("the only copy")
    with pytest.raises(UserError, match="exists already"):
        ProjectStore.create(path)
    assert path.read_text() == "the only copy"
    assert os.listdir(path.parent) == [path.name]


def test_a_new_project_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"folder .* does not exist"):
        ProjectStore.create(tmp_path / "nowhere" / "a.sora")


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="too long"):
        ProjectStore.create(tmp_path / ("a" * 300 + ".sora"))


def test_a_making_that_fails_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("in the middle")

    monkeypatch.setattr(project_store, "insert", fail)
    with pytest.raises(RuntimeError, match="in the middle"):
        ProjectStore.create(path)
    assert os.listdir(path.parent) == []


def test_a_new_project_is_what_it_says(empty: ProjectStore) -> None:
    path = empty.path
    empty.close()
    with closing(sqlite3.connect(path)) as file:
        pragma = {p: file.execute(f"PRAGMA {p}").fetchone()[0] for p in ("application_id", "user_version")}
        assert pragma == {"application_id": 0x536F5261, "user_version": schema.FORMAT_VERSION}
        assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert len(file.execute("SELECT uuid FROM project").fetchone()[0]) == 32


# --- one writer ---------------------------------------------------------------------------------


def test_the_second_writer_is_told_who_is_first(full: ProjectStore) -> None:
    error = refusal(full.path)
    assert isinstance(error, ProjectLocked)
    assert f"process {os.getpid()}" in str(error)
    assert "reading only" in error.way_out
    with pytest.raises(ProjectLocked):
        ProjectStore.create(full.path)
    full.write(adding(s.SOUND.__class__("m9", "z.wav", "z", "z", s.SOUND.time_base, 0, 9)), ANN, NOON)
    path = full.path
    full.close()
    with ProjectStore.open(path) as next_one:
        assert "m9" in next_one.load_catalogue().media


def test_the_lock_dies_with_its_process(full: ProjectStore) -> None:
    path = full.path
    full.close()
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, pathlib\n"
            "from app.storage.project_store import ProjectStore\n"
            "store = ProjectStore.open(pathlib.Path(sys.argv[1]))\n"
            "print('open', flush=True)\n"
            "sys.stdin.read()\n",
            str(path),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(ProjectLocked, match=f"process {holder.pid}"):
            ProjectStore.open(path)
        holder.kill()
    with ProjectStore.open(path) as store:
        assert store.check() == []
    assert os.listdir(path.parent) == [path.name]


def test_a_lock_file_that_says_nothing_still_locks(path: Path) -> None:
    first, second = WriterLock(path), WriterLock(path)
    first.acquire()
    path.with_name(path.name + ".lock").write_text("")
    with pytest.raises(ProjectLocked, match=r"another window or program\."):
        second.acquire()
    first.release()
    second.acquire()
    second.release()
    second.release()


def test_a_lock_whose_file_is_removed_meanwhile_is_taken_on_the_new_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first holder lets go between the second one's opening the file and locking it."""
    from app.storage import writer_lock

    file = path.with_name(path.name + ".lock")
    real_lock, calls = writer_lock._lock, []

    def lock_late(handle: int) -> None:
        if not calls:
            file.unlink()
        calls.append(handle)
        real_lock(handle)

    monkeypatch.setattr(writer_lock, "_lock", lock_late)
    lock = WriterLock(path)
    lock.acquire()
    monkeypatch.undo()
    assert len(calls) == 2
    with pytest.raises(ProjectLocked):
        WriterLock(path).acquire()
    lock.release()


def test_copies_of_a_project_do_not_share_a_lock(full: ProjectStore) -> None:
    full.checkpoint()
    copy = Path(shutil.copy(full.path, full.path.with_name("copy.sora")))
    with ProjectStore.open(copy) as other:
        assert not other.read_only


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX only: symbolic links without special rights")
def test_two_names_of_one_project_share_its_lock(full: ProjectStore) -> None:
    other_name = full.path.with_name("other name.sora")
    other_name.symlink_to(full.path)
    with pytest.raises(ProjectLocked):
        ProjectStore.open(other_name)
    full.close()
    with ProjectStore.open(other_name) as store:
        assert store.models_folder.stem == full.path.stem
