"""Styles and scripts are compressed where one is new or another one, and not at every start of the server."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from puhui.interfaces.command_line.serve import compress_static_files


@pytest.fixture
def folders(tmp_path: Path, settings: LazySettings) -> tuple[Path, Path]:
    own, root = tmp_path / "own", tmp_path / "static"
    own.mkdir()
    root.mkdir()
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [own], root
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
    }
    (own / "tokens.css").write_text(".a { color: red }\n" * 200)
    return own, root


def test_files_are_compressed_once_and_again_when_one_changes(folders: tuple[Path, Path]) -> None:
    own, root = folders
    compress_static_files()
    packed = root / "tokens.css.gz"
    first = packed.read_bytes()
    packed.unlink()
    compress_static_files()
    assert not packed.exists()  # nothing changed: nothing was done
    (own / "tokens.css").write_text(".a { color: blue }\n" * 300)
    compress_static_files()
    assert packed.exists()
    assert packed.read_bytes() != first
    assert (root / "tokens.css").read_text() == (own / "tokens.css").read_text()
    packed.unlink()
    (root / "collected.sha256").unlink()  # a folder that somebody emptied is filled again
    compress_static_files()
    assert packed.exists()
