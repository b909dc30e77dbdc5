"""What a file is, is told from its bytes; its name says nothing."""

import zipfile
from io import BytesIO

import pytest

from paidan.platform.files.errors import FileEmpty, FileTypeRefused
from paidan.platform.files.sniffing import sniff

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def package(*names: str, stored: bytes = b"x") -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, stored)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xd8\xff\xe0" + bytes(20), "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "image/png"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
        (b"RIFF\x10\0\0\0WAVEfmt ", "audio/wav"),
        (b"\0\0\0\x18ftypheic" + bytes(20), "image/heic"),
        (b"\0\0\0\x18ftypisom" + bytes(20), "video/mp4"),
        (b"\0\0\0\x18ftyp3gp4" + bytes(20), "video/3gpp"),
        (b"\0\0\0\x14ftypqt  " + bytes(20), "video/quicktime"),
        (b"\0\0\0\x18ftypM4A " + bytes(20), "audio/mp4"),
        (b"\x1a\x45\xdf\xa3\x9fB\x82\x84webm" + b"V_VP8", "video/webm"),
        (b"\x1a\x45\xdf\xa3\x9fB\x82\x84webm" + b"A_OPUS", "audio/webm"),
        (b"#!AMR\n" + bytes(20), "audio/amr"),
        (b"\xff\xfb\x90\x64" + bytes(20), "audio/mpeg"),
        (b"\xff\xf1\x50\x80" + bytes(20), "audio/aac"),
        (b"%PDF-1.7\n", "application/pdf"),
        (OLE + "WordDocument".encode("utf-16-le"), "application/msword"),
        (OLE + "Workbook".encode("utf-16-le"), "application/vnd.ms-excel"),
        ("故障代码 E5,压缩机不转".encode(), "text/plain"),
        ("故障代码 E5,压缩机不转".encode("gb18030"), "text/plain"),
        ("故障代码".encode("utf-16"), "text/plain"),
        (package("a.txt"), "application/zip"),
        (package("OFD.xml"), "application/ofd"),
        (package("[Content_Types].xml", "xl/workbook.xml"),
         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (package("word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (package("word/document.xml", "word/vbaProject.bin"), "application/vnd.ms-word.document.macroEnabled.12"),
    ],
)  # fmt: skip
def test_a_kind_is_recognised_by_its_content(written, content, kind):
    assert sniff(written(content), "photo.exe").name == kind


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\0" + bytes(100),
        b"\x7fELF\x02\x01\x01" + bytes(100),
        b"#!/bin/sh\nrm -rf /\n",
        b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(100),
        OLE + "\x05SummaryInformation".encode("utf-16-le"),
        bytes(range(256)) * 4,
        b"\0" * 1000,
    ],
    ids=["windows", "linux", "script", "java", "installer", "noise", "zeros"],
)
def test_programs_and_unknown_bytes_are_refused_whatever_they_are_called(written, content):
    with pytest.raises(FileTypeRefused):
        sniff(written(content), "invoice.pdf")


def test_an_empty_file_is_refused(written):
    with pytest.raises(FileEmpty):
        sniff(written(b""), "empty.txt")


@pytest.mark.parametrize("page", [b"<!doctype html><script>1</script>", b'<svg xmlns="http://www.w3.org/2000/svg"/>'])
def test_pages_and_drawings_that_could_run_scripts_count_as_plain_text(written, page):
    kind = sniff(written(page), "page.html")
    assert kind.name == "text/plain"
    assert not kind.inline


def test_only_text_is_told_apart_by_name(written):
    assert sniff(written(b"a,b\n1,2\n"), "list.CSV").name == "text/csv"
    assert sniff(written(b"\xff\xd8\xff\xe0" + bytes(20)), "list.csv").name == "image/jpeg"


def test_a_zip_bomb_is_never_unpacked(written):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("bomb", bytes(64 * 1024 * 1024))
    assert sniff(written(out.getvalue()), "bomb.zip").name == "application/zip"
