"""A file comes back under the name it was sent with, as far as that is harmless."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidan.platform.files.media_types import MEDIA_TYPES
from paidan.platform.files.names import safe_name

JPEG, TEXT, PDF, ZIP = (MEDIA_TYPES[k] for k in ("image/jpeg", "text/plain", "application/pdf", "application/zip"))


@pytest.mark.parametrize(
    ("given_name", "kind", "kept"),
    [
        ("冰箱 铭牌.jpg", JPEG, "冰箱 铭牌.jpg"),
        ("IMG.JPEG", JPEG, "IMG.JPEG"),
        ("../../etc/passwd", TEXT, "passwd.txt"),
        ("..\\..\\boot.ini", TEXT, "boot.ini"),
        ("/", PDF, "file.pdf"),
        ("", JPEG, "file.jpg"),
        ("invoice.pdf.exe", PDF, "invoice.pdf.exe.pdf"),
        ("photo.png", JPEG, "photo.png.jpg"),
        ("page.html", TEXT, "page.html.txt"),
        ("logo.svg", TEXT, "logo.svg.txt"),
        ("run.bat", TEXT, "run.bat.txt"),
        ("app.jar", ZIP, "app.jar.zip"),
        ("gpj.\u202eexe.jpg", JPEG, "gpj.exe.jpg"),
        ('a<b>:"|?*.pdf', PDF, "a_b______.pdf"),
        ("line\r\nbreak\0.pdf", PDF, "linebreak.pdf"),
        ("con.txt", TEXT, "_con.txt"),
        (".htaccess", TEXT, "htaccess.txt"),
        ("x" * 400 + ".pdf", PDF, "x" * 120 + ".pdf"),
    ],
)
def test_a_name_is_kept_as_far_as_it_is_harmless(given_name, kind, kept):
    assert safe_name(given_name, kind) == kept


@given(st.text(max_size=300), st.sampled_from(sorted(MEDIA_TYPES)))
def test_every_name_tells_the_truth_and_leads_nowhere(text, kind):
    name = safe_name(text, MEDIA_TYPES[kind])
    assert name.rsplit(".", 1)[1].lower() in MEDIA_TYPES[kind].extensions
    assert not set(name) & set('/\\\0\r\n"<>:|?*')
    assert not name.startswith(".")
    assert 0 < len(name) < 140
