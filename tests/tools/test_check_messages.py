import sys

import pytest

from check_messages import find_message_faults, find_untold_errors, read_keys


def catalogue(tmp_path, text, place="kernel"):
    file = tmp_path / place / "messages.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return tmp_path


def test_a_complete_catalogue_has_no_faults(tmp_path):
    root = catalogue(tmp_path, '["parts.short"]\nzh-CN = "{part} 只剩 {left} 件"\nen = "{left} left of {part}"\n')

    assert find_message_faults(root) == []
    assert read_keys(root) == {"parts.short"}


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ('zh-CN = "好"', "has no text in en"),
        ('zh-CN = " "\nen = "Good"', "has no text in zh-CN"),
        ('zh-CN = "好"\nen = "Good"\nde = "Gut"', "is given in de, which the product does not speak"),
        ('zh-CN = "{name} 好"\nen = "Hello"', "has other variables in other languages (zh-CN name; en none)"),
        ('zh-CN = "{name 好"\nen = "Hello {name}"', "has a brace that is never closed or opened"),
    ],
)
def test_an_incomplete_message_is_found(tmp_path, entry, fault):
    assert find_message_faults(catalogue(tmp_path, f'["a.b"]\n{entry}\n')) == [f"kernel/messages.toml: a.b: {fault}"]


def test_a_message_without_languages_is_found(tmp_path):
    [finding] = find_message_faults(catalogue(tmp_path, '"a.b" = "Hello"\n'))

    assert "needs a table" in finding


def test_a_key_belongs_to_one_room_only(tmp_path):
    text = '["a.b"]\nzh-CN = "好"\nen = "Good"\n'
    catalogue(tmp_path, text, "kernel")

    assert find_message_faults(catalogue(tmp_path, text, "platform/files")) == [
        "platform/files/messages.toml: a.b is already given in kernel/messages.toml"
    ]


def test_a_file_that_is_not_toml_is_found_and_the_others_are_still_read(tmp_path):
    catalogue(tmp_path, "[oops\n", "kernel")
    root = catalogue(tmp_path, '["a.b"]\nzh-CN = "好"\nen = "Good"\n', "platform/files")

    [finding] = find_message_faults(root)

    assert finding.startswith("kernel/messages.toml: not TOML")
    assert read_keys(root) == {"a.b"}


@pytest.fixture
def product(tmp_path, monkeypatch):
    """Return a function that writes a package of its own with refusals in it and returns its name."""

    def write(**modules):
        name = f"product_{tmp_path.name}"
        folder = tmp_path / name
        modules = {"kernel/errors": "class AppError(Exception):\n    code = 'internal'\n", **modules}
        for module, text in modules.items():
            file = folder / f"{module}.py"
            file.parent.mkdir(parents=True, exist_ok=True)
            for parent in [file.parent, folder]:
                (parent / "__init__.py").touch()
            file.write_text(text.replace("PRODUCT", name))
        return name

    monkeypatch.syspath_prepend(tmp_path)
    before = set(sys.modules)
    yield write
    for name in set(sys.modules) - before:
        del sys.modules[name]


def refusal(name, code):
    return f"from PRODUCT.kernel.errors import AppError\nclass {name}(AppError):\n    code = '{code}'\n"


def test_a_refusal_without_a_sentence_is_found_in_any_module(product):
    name = product(parts=refusal("OutOfStock", "parts.out_of_stock"))

    assert find_untold_errors(name, {"error.internal"}) == [
        f"{name}.parts.OutOfStock: no catalogue has error.parts.out_of_stock"
    ]
    assert find_untold_errors(name, {"error.internal", "error.parts.out_of_stock"}) == []


def test_two_refusals_may_not_share_a_code(product):
    name = product(parts=refusal("OutOfStock", "same"), stores=refusal("Closed", "same"))

    assert find_untold_errors(name, {"error.internal", "error.same"}) == [
        f"{name}.stores.Closed: the code same already belongs to {name}.parts.OutOfStock"
    ]


def test_a_module_that_cannot_be_imported_is_found(product):
    name = product(broken="raise RuntimeError('no')\n")

    assert find_untold_errors(name, {"error.internal"}) == [f"{name}.broken: cannot be imported: RuntimeError: no"]


def test_without_refusals_there_is_nothing_to_tell():
    assert find_untold_errors("no_such_product", set()) == []
