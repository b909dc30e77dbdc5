import pytest

from make_docs import PARTS, refresh


@pytest.fixture
def part(monkeypatch):
    """Return a function that makes `sample` the only part, told by code that says the given text."""

    def use(text, module="make_docs"):
        monkeypatch.setitem(PARTS, "sample", ("docs/sample.md", module, lambda: text))

    return use


def test_a_written_document_fits_until_the_code_says_something_else(part, tmp_path):
    part("one\n")
    assert refresh(tmp_path, ["sample"], check=False) == []
    assert refresh(tmp_path, ["sample"], check=True) == []

    part("two\n")
    assert refresh(tmp_path, ["sample"], check=True) == ["docs/sample.md: differs from the code; run `make docs`"]


def test_a_document_never_written_is_found(part, tmp_path):
    part("one\n")

    assert refresh(tmp_path, ["sample"], check=True) == ["docs/sample.md: differs from the code; run `make docs`"]


@pytest.mark.parametrize("module", ["no_such_module", "no_such_package.module"])
def test_a_part_whose_code_is_not_there_is_passed_over_aloud(part, tmp_path, capsys, module):
    part("one\n", module)

    assert refresh(tmp_path, ["sample"], check=True) == []
    assert f"passed over, {module} is not in the tree" in capsys.readouterr().out


def test_every_setting_is_in_the_document_with_its_default_and_no_secret():
    from paidan.kernel.settings import Settings

    text = PARTS["settings"][2]()

    assert "| `PAIDAN_PORT` | `8000` |" in text
    assert all(f"`PAIDAN_{name.upper()}`" in text for name in Settings.model_fields)
    assert "*****" not in text
