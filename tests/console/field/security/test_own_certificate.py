"""Our own certificate: made once, private, renewed when it has expired."""

from __future__ import annotations

import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from console.field.security import own_certificate as module
from console.field.security.own_certificate import own_certificate
from engines.values.validation import InputError


def test_it_is_made_once_even_by_several_at_the_same_time(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(own_certificate, [tmp_path / "trust"] * 4))
    assert len({m.certificate for m in made}) == 1
    assert sorted(p.name for p in (tmp_path / "trust").iterdir()) == ["own"]
    assert "key" not in repr(made[0]).replace("tieline.key", "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permission bits")
def test_only_the_person_can_read_the_key(tmp_path: Path) -> None:
    own = own_certificate(tmp_path)
    assert stat.S_IMODE((own.path.parent / module.KEY).stat().st_mode) == 0o600
    assert stat.S_IMODE(own.path.parent.stat().st_mode) == 0o700


def test_an_expired_one_is_put_aside_and_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(module, "VALIDITY", timedelta(hours=-1))
        module._make(tmp_path / "own")
    old = (tmp_path / "own" / module.CERTIFICATE).read_bytes()
    new = own_certificate(tmp_path)
    assert new.certificate != old
    assert x509.load_der_x509_certificate(new.certificate).subject == x509.load_der_x509_certificate(old).subject
    assert [p.name for p in tmp_path.glob("own-expired-*")]


def test_damaged_files_are_named(tmp_path: Path) -> None:
    own = own_certificate(tmp_path)
    own.path.write_bytes(b"nothing")
    with pytest.raises(InputError, match="cannot be read") as caught:
        own_certificate(tmp_path)
    assert str(own.path) in str(caught.value)
