import pytest

import ensure_browser


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """Return a function that pretends a machine with these programs, each a shell script."""

    def have(**programs):
        for name, script in programs.items():
            program = tmp_path / name.replace("_", "-")
            program.write_text(f"#!/bin/sh\n{script}\n")
            program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}")
        monkeypatch.delenv("PAIDAN_CHROMIUM", raising=False)
        return tmp_path

    return have


def test_a_machine_with_browser_and_font_needs_nothing(machine):
    machine(chromium="", fc_list="echo NotoSansCJK")

    assert ensure_browser.missing_packages() == []


def test_a_machine_whose_fonts_lack_chinese_needs_one(machine):
    machine(chromium="", fc_list="", dpkg_query="exit 1")

    assert ensure_browser.missing_packages() == ["fonts-noto-cjk"]


def test_a_bare_machine_needs_both(machine):
    machine()

    assert ensure_browser.missing_packages() == ["chromium", "fonts-noto-cjk"]


def test_without_apt_a_sentence_says_what_to_install(machine):
    machine()

    problem = ensure_browser.install(["chromium"])

    assert problem is not None
    assert "no apt-get; install them by hand: apt-get install chromium" in problem


def test_a_user_who_may_not_install_is_told_so(machine, monkeypatch):
    machine(apt_get="exit 1", sudo="exit 1")
    monkeypatch.setattr(ensure_browser.os, "geteuid", lambda: 1000)

    problem = ensure_browser.install(["chromium"])

    assert problem is not None
    assert "only root may install" in problem


def test_a_failing_apt_is_not_taken_for_success(machine, monkeypatch):
    machine(apt_get="exit 100", env='shift; exec "$@"')
    monkeypatch.setattr(ensure_browser.os, "geteuid", lambda: 0)

    problem = ensure_browser.install(["chromium"])

    assert problem is not None
    assert "apt-get update failed" in problem
