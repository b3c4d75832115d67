"""The cache folder is private, or refused."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from ferrule.crate.errors import CacheError, cache_error
from ferrule.crate.folder import default_home, is_own_file, private_folder

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")


@posix
def test_it_is_made_for_its_user_alone(tmp_path: Path) -> None:
    path = private_folder(tmp_path / "a" / "home")
    assert path.stat().st_mode & 0o777 == 0o700


@posix
@pytest.mark.parametrize("mode", [0o777, 0o770, 0o702])
def test_a_folder_that_others_can_write_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "home"
    path.mkdir()
    path.chmod(mode)
    with pytest.raises(CacheError, match="Other users can write") as caught:
        private_folder(path)
    assert "chmod go-w" in caught.value.advice


@posix
def test_a_folder_of_someone_else_is_refused(tmp_path: Path, monkeypatch) -> None:
    path = private_folder(tmp_path / "home")
    owner = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: owner + 1)
    with pytest.raises(CacheError, match="belongs to another user") as caught:
        private_folder(path)
    assert "FERRULE_HOME" in caught.value.advice


def test_a_file_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with pytest.raises(CacheError, match="make the cache folder"):
        private_folder(tmp_path / "home" / "inner")


@posix
@pytest.mark.skipif(sys.platform == "win32" or os.getuid() == 0, reason="root may write anywhere")
def test_a_parent_that_can_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    with pytest.raises(CacheError, match="FERRULE_HOME"):
        private_folder(tmp_path / "locked" / "home")


@posix
def test_links_and_shared_files_are_not_own_files(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.write_text("x")
    plain.chmod(0o600)
    link = tmp_path / "link"
    link.symlink_to(plain)
    shared = tmp_path / "shared"
    shared.write_text("x")
    shared.chmod(0o666)
    assert [is_own_file(path) for path in (plain, link, shared, tmp_path, tmp_path / "no")] == [
        *(True, False, False, False, False)
    ]


def test_the_place_can_be_chosen(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FERRULE_HOME", str(tmp_path / "mine"))
    assert default_home() == tmp_path / "mine"
    monkeypatch.delenv("FERRULE_HOME")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    if sys.platform.startswith("linux"):
        assert default_home() == tmp_path / "ferrule"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO])
def test_every_error_says_what_to_do(number: int) -> None:
    error = cache_error("write", OSError(number, os.strerror(number), "file"))
    assert os.strerror(number) in str(error)
    assert "FERRULE_HOME" in error.advice
